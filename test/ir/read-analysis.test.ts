import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { JsonNumber } from '../../src/base/plain-json.ts';
import { interpret } from '../../src/ir/interpreter.ts';
import type { Block, Func, Operand, Policy, Stmt } from '../../src/ir/plan.ts';
import { readSetOfPlan } from '../../src/ir/read-analysis.ts';
import { printReadPath, project } from '../../src/ir/read-set.ts';
import type { Result } from '../../src/ir/result.ts';
import { fromJs, toJson } from '../../src/value/json.ts';
import type { Value } from '../../src/value/value.ts';
import { answer, block, func, local, policyOf, stmt, TRUE, text } from '../support/plans.ts';

const STRINGS = ['a', 'b', 'c', 'g0', 'rule'];

function dot(source: number, key: Operand, target: number): Stmt {
  return stmt('DotStmt', { source: local(source), key, target });
}

function isTrue(source: number): Stmt {
  return stmt('EqualStmt', { a: local(source), b: TRUE });
}

function call(name: string, result: number, ...args: readonly Operand[]): Stmt {
  return stmt('CallStmt', { func: name, args, result });
}

function paths(stmts: readonly Stmt[], ...funcs: readonly Func[]): string[] {
  const policy = policyOf({ strings: STRINGS, plan: [block(...stmts)], funcs });
  return readSetOfPlan(policy).paths.map(printReadPath);
}

const give = stmt('ReturnLocalStmt', { source: 2 });

const READS: readonly (readonly [
  name: string,
  stmts: readonly Stmt[],
  wanted: string[],
  ...funcs: Func[],
])[] = [
  ['nothing', [answer(1)], []],
  ['the whole input', [answer(0)], ['input']],
  ['a constant path', [dot(0, text(0), 2), dot(2, text(1), 3), isTrue(3)], ['input.a.b']],
  ['a look-up whose value is not used', [dot(0, text(0), 2)], ['input.a']],
  [
    'a key known at run time, and the key',
    [dot(0, text(0), 2), dot(0, text(1), 3), dot(2, local(3), 4), isTrue(4)],
    ['input.a[*]', 'input.b'],
  ],
  [
    'parts of elements',
    [
      dot(0, text(0), 2),
      stmt('ScanStmt', {
        source: 2,
        key: 3,
        value: 4,
        block: block(dot(4, text(1), 5), isTrue(5)),
      }),
    ],
    ['input.a[*].b'],
  ],
  [
    'what a function looks into',
    [dot(0, text(0), 2), call('f', 3, local(0), local(1), local(2))],
    ['input.a.c'],
    func('f', [0, 1, 3], block(dot(3, text(2), 2), isTrue(2), give)),
  ],
  [
    'what is looked into after a function returned it',
    [call('f', 3, local(0), local(1)), dot(3, text(1), 4), isTrue(4)],
    ['input.a.b'],
    func(
      'f',
      [0, 1],
      block(dot(0, text(0), 4), stmt('AssignVarOnceStmt', { source: local(4), target: 2 }), give),
    ),
  ],
  [
    'outputs that are compared',
    [call('f', 3, local(0), local(1)), dot(3, text(1), 4), isTrue(4)],
    ['input.a', 'input.b'],
    func(
      'f',
      [0, 1],
      block(
        dot(0, text(0), 4),
        stmt('AssignVarOnceStmt', { source: local(4), target: 2 }),
        dot(0, text(1), 5),
        stmt('AssignVarOnceStmt', { source: local(5), target: 2 }),
        give,
      ),
    ),
  ],
  [
    'a value that replaces a part of a document',
    [
      dot(0, text(0), 2),
      stmt('WithStmt', { local: 1, path: [1], value: local(2), block: block(answer(1)) }),
    ],
    ['input.a'],
  ],
  [
    'a document that replaces the input, and the input',
    [
      dot(0, text(0), 2),
      stmt('WithStmt', {
        local: 0,
        path: [],
        value: local(2),
        block: block(dot(0, text(1), 3), isTrue(3)),
      }),
    ],
    ['input.a', 'input.b'],
  ],
  [
    'no more for a document that is put back',
    [
      stmt('AssignVarStmt', { source: local(0), target: 2 }),
      stmt('WithStmt', {
        local: 0,
        path: [0],
        value: TRUE,
        block: block(
          stmt('WithStmt', {
            local: 0,
            path: [],
            value: local(2),
            block: block(dot(0, text(1), 3)),
          }),
        ),
      }),
    ],
    ['input.b'],
  ],
  [
    'rules that a dynamic call may find',
    [stmt('CallDynamicStmt', { path: [text(3), local(2)], args: [0, 1], result: 3 })],
    ['input.c'],
    { ...func('f', [0, 1], block(dot(0, text(2), 2), give)), path: ['g0', 'rule'] },
    { ...func('g', [0, 1], block(dot(0, text(1), 2), give)), path: ['g1', 'rule'] },
  ],
  ['operands of builtins', [dot(0, text(0), 2), call('count', 3, local(2))], ['input.a']],
];

for (const [name, stmts, wanted, ...funcs] of READS) {
  test(`the read set has ${name}`, () => {
    assert.deepEqual(paths(stmts, ...funcs), wanted);
  });
}

test('a recursive plan reads everything', () => {
  const loop = func('f', [0, 1], block(call('f', 2, local(0), local(1)), give));
  assert.deepEqual(paths([call('f', 2, local(0), local(1))], loop), ['input']);
});

test('a plan that goes ever deeper is cut short', () => {
  const deeper = stmt('ScanStmt', {
    source: 1,
    key: 3,
    value: 4,
    block: block(dot(2, text(0), 2)),
  });
  const found = paths([stmt('AssignVarStmt', { source: local(0), target: 2 }), deeper]);
  assert.deepEqual(found, [`input${'.a'.repeat(16)}`]);
});

test('a plan is deterministic unless it can reach a builtin that is not', () => {
  const now = func('now', [0, 1], block(call('time.now_ns', 2), give));
  const isDeterministic = (stmts: Stmt[]) =>
    readSetOfPlan(policyOf({ plan: [block(...stmts)], funcs: [now] })).deterministic;
  assert.equal(isDeterministic([call('count', 2, local(0))]), true);
  assert.equal(isDeterministic([call('now', 2, local(0), local(1))]), false);
  assert.equal(isDeterministic([call('a.builtin.of.someone', 2)]), false);
});

/* The invariant itself, on plans that no planner would write. */

const aTarget = fc.integer({ min: 2, max: 6 });
/** Seldom the whole input: a plan that reads it all tells nothing. */
const aLocal = fc.oneof(
  { weight: 12, arbitrary: aTarget },
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
  aTarget.map(target => stmt('MakeArrayStmt', { capacity: 0, target })),
  fc.tuple(anOperand, aTarget).map(([value, array]) => stmt('ArrayAppendStmt', { value, array })),
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

const aPolicy: fc.Arbitrary<Policy> = fc
  .tuple(
    bodyOf(aLocal.map(answer)),
    bodyOf(aLocal.map(source => stmt('ReturnLocalStmt', { source }))),
    bodyOf(aLocal.map(source => stmt('ReturnLocalStmt', { source }))),
  )
  .map(([plan, rule, body]) =>
    policyOf({
      strings: STRINGS,
      plan,
      // The function may not call the rule back: plans have no recursion.
      funcs: [
        { ...func('rule', [0, 1], ...withoutCalls(rule)), path: ['g0', 'a'] },
        func('func', [0, 1, 3], ...withoutCalls(body)),
      ],
    }),
  );

function withoutCalls(blocks: readonly Block[]): Block[] {
  return JSON.parse(JSON.stringify(blocks), (_, node) =>
    /^Call/.test(node?.kind) ? stmt('NopStmt', {}) : node,
  );
}

const aKey = fc.constantFrom('a', 'b', 'c');
const aLeaf = fc.constantFrom(true, false, null, 'a', 'b', 1, new JsonNumber('1.0'));
const { value: aValue } = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    aLeaf,
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(aKey, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const aDeepInput = fc.record({ a: fc.record({ a: aValue, b: aValue }), b: aValue, c: aLeaf });

/** A change of an input at one place: another value there, or none. */
interface Change {
  readonly path: readonly string[];
  readonly value: unknown;
}
const aChange: fc.Arbitrary<Change> = fc.record({
  path: fc.array(aKey, { minLength: 1, maxLength: 3 }),
  value: fc.option(aValue, { nil: undefined }),
});

function changed(input: unknown, { path, value }: Change): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const fields = input as Record<string, unknown>;
  return { ...fields, [head]: changed(fields[head], { path: rest, value }) };
}

function run(policy: Policy, input: Value): Result {
  return interpret(policy, {
    input,
    data: fromJs({ a: { b: [1] } }),
    builtins: new Map(),
    context: undefined,
  });
}

function sameResult(a: Result, b: Result): boolean {
  if (a.kind === 'defined' && b.kind === 'defined') return toJson(a.value) === toJson(b.value);
  if (a.kind === 'error' && b.kind === 'error') return a.error.message === b.error.message;
  return a.kind === b.kind;
}

test('two inputs equal on the read set give equal results', () => {
  let compared = 0;
  fc.assert(
    fc.property(
      aPolicy,
      aDeepInput,
      fc.array(aChange, { minLength: 8 }),
      (policy, input, changes) => {
        const readSet = readSetOfPlan(policy);
        const first = fromJs(input);
        const wanted = run(policy, first);
        for (const change of changes) {
          const second = fromJs(changed(input, change));
          if (project(first, readSet) !== project(second, readSet)) continue;
          if (toJson(first) !== toJson(second)) compared += 1;
          const same = sameResult(wanted, run(policy, second));
          assert.ok(same, `${toJson(first)} ${toJson(second)} ${project(first, readSet)}`);
        }
      },
    ),
    { numRuns: 200 },
  );
  assert.ok(compared > 200, `only ${compared} pairs were compared`);
});
