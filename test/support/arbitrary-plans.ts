/**
 * Random plans, such as no planner would write, and inputs they tell apart. A plan has one rule, which
 * a dynamic call may find, and one function.
 */
import fc from 'fast-check';
import { JsonNumber } from '../../src/base/plain-json.ts';
import type { Block, Operand, Policy, Stmt } from '../../src/ir/plan.ts';
import { answer, block, func, local, policyOf, stmt, text } from './plans.ts';

const STRINGS = ['a', 'b', 'c', 'g0', 'rule'];

function dot(source: number, key: Operand, target: number): Stmt {
  return stmt('DotStmt', { source: local(source), key, target });
}

function call(name: string, result: number, ...args: readonly Operand[]): Stmt {
  return stmt('CallStmt', { func: name, args, result });
}

/** Breaks that would leave more blocks than there are leave all of them. */
function withinBreaks(blocks: readonly Block[], depth = 1): Block[] {
  return blocks.map(({ stmts }) => ({ stmts: stmts.map(of => withinBreak(of, depth)) }));
}

/** Names every local first, so that a plan may read it, and keeps breaks within the plan. */
function sound(blocks: readonly Block[], first: readonly Stmt[] = []): Block[] {
  const names = [2, 3, 4, 5, 6].map(target => stmt('ResetLocalStmt', { target }));
  return [block(...names, ...first), ...withinBreaks(blocks)];
}

function withinBreak(of: Stmt, depth: number): Stmt {
  switch (of.kind) {
    case 'BreakStmt':
      return { ...of, index: Math.min(of.index, depth - 1) };
    case 'BlockStmt':
      return { ...of, blocks: withinBreaks(of.blocks, depth + 1) };
    case 'NotStmt':
    case 'ScanStmt':
    case 'WithStmt':
      return { ...of, block: withinBreaks([of.block], depth + 1)[0]! };
    default:
      return of;
  }
}

const aTarget = fc.integer({ min: 2, max: 5 });
/** Holds an array or nothing: what is appended to must be one. */
const ARRAY = 6;
/** Seldom the whole input: a plan that reads it all tells nothing. */
const aLocal = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 2, max: ARRAY }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1) },
);
/** What is looked into: often the input. */
const aSource = fc.oneof(aTarget, fc.constant(0));
const aText = fc.integer({ min: 0, max: 2 });
const anOperand: fc.Arbitrary<Operand> = fc.oneof(
  { weight: 4, arbitrary: aLocal.map(local) },
  aText.map(text),
  fc.boolean().map(value => ({ kind: 'bool' as const, value })),
);

const aSimpleStmt: fc.Arbitrary<Stmt> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(aSource, aText, aTarget).map(([s, k, t]) => dot(s, text(k), t)),
  },
  fc.tuple(aLocal, aLocal, aTarget).map(([s, k, t]) => dot(s, local(k), t)),
  fc.tuple(anOperand, aTarget).map(([source, target]) => stmt('AssignVarStmt', { source, target })),
  fc
    .tuple(anOperand, aTarget)
    .map(([source, target]) => stmt('AssignVarOnceStmt', { source, target })),
  fc.tuple(anOperand, anOperand).map(([a, b]) => stmt('EqualStmt', { a, b })),
  fc.tuple(anOperand, anOperand).map(([a, b]) => stmt('NotEqualStmt', { a, b })),
  aLocal.map(source => stmt('IsDefinedStmt', { source })),
  aLocal.map(source => stmt('IsUndefinedStmt', { source })),
  anOperand.map(source => stmt('IsObjectStmt', { source })),
  fc.tuple(anOperand, aTarget).map(([source, target]) => stmt('LenStmt', { source, target })),
  fc.constant(stmt('MakeArrayStmt', { capacity: 0, target: ARRAY })),
  anOperand.map(value => stmt('ArrayAppendStmt', { value, array: ARRAY })),
  fc
    .tuple(aLocal, aLocal, aTarget)
    .map(([a, b, target]) => stmt('ObjectMergeStmt', { a, b, target })),
  aTarget.map(target => stmt('ResetLocalStmt', { target })),
  fc.integer({ min: 0, max: 2 }).map(index => stmt('BreakStmt', { index })),
  aTarget.map(result => call('rule', result, local(0), local(1))),
  fc
    .tuple(anOperand, aTarget)
    .map(([arg, result]) => call('func', result, local(0), local(1), arg)),
  fc
    .tuple(anOperand, aTarget)
    .map(([key, result]) =>
      stmt('CallDynamicStmt', { path: [text(3), key], args: [0, 1], result }),
    ),
);

function blockOf(aStmt: fc.Arbitrary<Stmt>): fc.Arbitrary<Block> {
  return fc.array(aStmt, { minLength: 1, maxLength: 5 }).map(stmts => block(...stmts));
}

function nesting(inner: fc.Arbitrary<Block>, aResult: fc.Arbitrary<Stmt>): fc.Arbitrary<Stmt> {
  return fc.oneof(
    { weight: 4, arbitrary: aSimpleStmt },
    { weight: 2, arbitrary: aResult },
    fc.array(inner, { minLength: 1, maxLength: 3 }).map(blocks => stmt('BlockStmt', { blocks })),
    inner.map(body => stmt('NotStmt', { block: body })),
    fc
      .tuple(aSource, aTarget, aTarget, inner)
      .map(([source, key, value, body]) => stmt('ScanStmt', { source, key, value, block: body })),
    fc
      .tuple(fc.constantFrom(0, 1), fc.array(aText, { maxLength: 2 }), anOperand, inner)
      .map(([at, path, value, body]) => stmt('WithStmt', { local: at, path, value, block: body })),
  );
}

/** A body two blocks deep; a plan answers, a function returns. */
function bodyOf(aResult: fc.Arbitrary<Stmt>): fc.Arbitrary<Block[]> {
  const flat = blockOf(fc.oneof({ weight: 3, arbitrary: aSimpleStmt }, aResult));
  const deep = blockOf(nesting(blockOf(nesting(flat, aResult)), aResult));
  return fc.array(deep, { minLength: 1, maxLength: 3 });
}

export const aPolicy: fc.Arbitrary<Policy> = fc
  .tuple(
    bodyOf(aLocal.map(answer)),
    bodyOf(aLocal.map(source => stmt('ReturnLocalStmt', { source }))),
    bodyOf(aLocal.map(source => stmt('ReturnLocalStmt', { source }))),
  )
  .map(([plan, rule, body]) =>
    policyOf({
      strings: STRINGS,
      plan: sound(plan),
      // The function may not call the rule back: plans have no recursion.
      funcs: [
        { ...func('rule', [0, 1], ...sound(withoutCalls(rule))), path: ['g0', 'a'] },
        func(
          'func',
          [0, 1, 7],
          ...sound(withoutCalls(body), [stmt('AssignVarStmt', { source: local(7), target: 3 })]),
        ),
      ],
    }),
  );

function withoutCalls(blocks: readonly Block[]): Block[] {
  return JSON.parse(JSON.stringify(blocks), (_, node) =>
    /^Call/.test(node?.kind) ? stmt('NopStmt', {}) : node,
  );
}

export const aKey = fc.constantFrom('a', 'b', 'c');
const aLeaf = fc.constantFrom(true, false, null, 'a', 'b', 1, new JsonNumber('1.0'));
export const { value: aValue } = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    aLeaf,
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(aKey, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
/** An input with something to look into. */
export const aDeepInput = fc.record({
  a: fc.record({ a: aValue, b: aValue }),
  b: aValue,
  c: aLeaf,
});
