import { test } from 'node:test';
import fc from 'fast-check';
import type { Block, Func, Operand, Policy, Stmt } from '../../src/ir/plan.ts';
import { verify } from '../../src/ir/verify.ts';
import { parseValue } from '../../src/value/json.ts';
import { type MaybeValue, Undefined } from '../../src/value/value.ts';
import { answer, block, local, policyOf, stmt, text } from '../support/plans.ts';
import { evaluateInBoth } from './both-engines.ts';

const STRINGS = ['a', 'b', 'app', 'g', '1.5'];
/**
 * Collections that a body fills. As in any planner's plan they are not read before the end: the
 * statement that adds to one changes it in place.
 */
const ARRAY = 11;
const OBJECT = 12;
const SET = 13;
/** The other locals. */
const ANY = [5, 6, 7, 8];

/** Locals that only some blocks have, so that they may share places. */
const PASSING = [20, 21, 22, 23, 24, 25];

const anyLocal = fc.constantFrom(...ANY, ...PASSING);
const readable = fc.constantFrom(0, 1, ...ANY, ...ANY, 20, 22);
const operand: fc.Arbitrary<Operand> = fc.oneof(
  { weight: 5, arbitrary: readable.map(local) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1).map(text) },
  { weight: 1, arbitrary: fc.boolean().map((value): Operand => ({ kind: 'bool', value })) },
);

/** Statements without blocks. */
const simple: fc.Arbitrary<Stmt> = fc.oneof(
  fc
    .tuple(operand, operand, anyLocal)
    .map(([source, key, target]) => stmt('DotStmt', { source, key, target })),
  fc.tuple(operand, operand).map(([a, b]) => stmt('EqualStmt', { a, b })),
  fc.tuple(operand, operand).map(([a, b]) => stmt('NotEqualStmt', { a, b })),
  fc.tuple(operand, anyLocal).map(([source, target]) => stmt('AssignVarStmt', { source, target })),
  fc
    .tuple(operand, anyLocal)
    .map(([source, target]) => stmt('AssignVarOnceStmt', { source, target })),
  anyLocal.map(target => stmt('ResetLocalStmt', { target })),
  anyLocal.map(target => stmt('MakeNullStmt', { target })),
  fc
    .tuple(fc.nat(3), anyLocal)
    .map(([value, target]) => stmt('MakeNumberIntStmt', { value, target })),
  anyLocal.map(target => stmt('MakeNumberRefStmt', { index: 4, target })),
  readable.map(source => stmt('IsDefinedStmt', { source })),
  readable.map(source => stmt('IsUndefinedStmt', { source })),
  operand.map(source => stmt('IsArrayStmt', { source })),
  operand.map(source => stmt('IsObjectStmt', { source })),
  operand.map(source => stmt('IsSetStmt', { source })),
  fc
    .constantFrom(ARRAY, OBJECT, SET)
    .chain(of => anyLocal.map(target => stmt('LenStmt', { source: local(of), target }))),
  operand.map(value => stmt('ArrayAppendStmt', { array: ARRAY, value })),
  operand.map(value => stmt('SetAddStmt', { set: SET, value })),
  fc
    .tuple(operand, operand)
    .map(([key, value]) => stmt('ObjectInsertStmt', { object: OBJECT, key, value })),
  fc
    .tuple(operand, operand)
    .map(([key, value]) => stmt('ObjectInsertOnceStmt', { object: OBJECT, key, value })),
  fc
    .tuple(readable, readable, anyLocal)
    .map(([a, b, target]) => stmt('ObjectMergeStmt', { a, b, target })),
);

/** Calls of the functions below; a body calls only what is defined after it. */
function calls(callees: readonly Func[]): fc.Arbitrary<Stmt>[] {
  const byName = callees.map(({ name, params }) =>
    fc
      .tuple(
        fc.array(operand, { minLength: params.length - 2, maxLength: params.length - 2 }),
        anyLocal,
      )
      .map(([more, result]) =>
        stmt('CallStmt', { func: name, args: [local(0), local(1), ...more], result }),
      ),
  );
  if (!callees.some(({ name }) => name === 'app.g')) return byName;
  const dynamic = fc
    .tuple(operand, anyLocal)
    .map(([part, result]) =>
      stmt('CallDynamicStmt', { path: [text(2), part], args: [0, 1], result }),
    );
  return [...byName, dynamic];
}

/** Blocks of statements up to a depth; `open` is how many blocks a break may leave. */
function blocks(callees: readonly Func[], depth: number, open: number): fc.Arbitrary<Block> {
  const leaves = [
    { weight: 6, arbitrary: simple },
    { weight: 1, arbitrary: fc.nat(open).map(index => stmt('BreakStmt', { index })) },
    ...calls(callees).map(arbitrary => ({ weight: 1, arbitrary })),
  ];
  const nested = depth === 0 ? [] : nesting(blocks(callees, depth - 1, open + 1));
  return fc.array(fc.oneof(...leaves, ...nested), { maxLength: 5 }).map(stmts => block(...stmts));
}

function nesting(inner: fc.Arbitrary<Block>) {
  const weighted = (arbitrary: fc.Arbitrary<Stmt>) => ({ weight: 1, arbitrary });
  return [
    weighted(fc.array(inner, { maxLength: 3 }).map(list => stmt('BlockStmt', { blocks: list }))),
    weighted(inner.map(body => stmt('NotStmt', { block: body }))),
    weighted(
      fc
        .tuple(readable, anyLocal, anyLocal, inner)
        .map(([source, key, value, body]) => stmt('ScanStmt', { source, key, value, block: body })),
    ),
    weighted(
      fc
        .tuple(fc.nat(1), fc.array(fc.nat(1), { maxLength: 2 }), operand, inner)
        .map(([of, path, value, body]) =>
          stmt('WithStmt', { local: of, path, value, block: body }),
        ),
    ),
  ];
}

/** Gives the collections their kind, and every other local a place in the text. */
const PREPARE: readonly Stmt[] = [
  stmt('MakeArrayStmt', { capacity: 1, target: ARRAY }),
  stmt('MakeObjectStmt', { target: OBJECT }),
  stmt('MakeSetStmt', { target: SET }),
  ...ANY.map(target => stmt('ResetLocalStmt', { target })),
];

/** After the body all locals are shown, each if it is defined. */
const SHOW: readonly Block[] = [ARRAY, OBJECT, SET, ...ANY].map(shown => block(answer(shown)));

function func(
  name: string,
  params: readonly number[],
  callees: readonly Func[],
): fc.Arbitrary<Func> {
  return fc
    .tuple(fc.array(blocks(callees, 1, 0), { maxLength: 3 }), fc.constantFrom(0, SET, ...ANY))
    .map(
      ([body, source]): Func => ({
        name,
        path: name.split('.'),
        params,
        return: source,
        blocks: [block(...PREPARE), ...body, block(stmt('ReturnLocalStmt', { source }))],
      }),
    );
}

const policy: fc.Arbitrary<Policy> = func('app.g', [0, 1], [])
  .chain(rule => fc.tuple(fc.constant(rule), func('app.f', [0, 1, 3], [rule])))
  .chain(funcs => fc.tuple(fc.constant(funcs), fc.array(blocks(funcs, 2, 0), { maxLength: 3 })))
  .map(([funcs, plan]) =>
    policyOf({ strings: STRINGS, plan: [block(...PREPARE), ...plan, ...SHOW], funcs }),
  );

const input: fc.Arbitrary<MaybeValue> = fc.constantFrom<MaybeValue>(
  Undefined,
  false,
  'a',
  parseValue('{"a": {"b": [1, "a"]}, "b": 1.5}'),
  parseValue('[[], {}, "g", 1]'),
);

test('both engines agree on any plan that is well formed', () => {
  fc.assert(
    fc.property(policy, input, (any, document) => {
      fc.pre(verify(any).length === 0);
      evaluateInBoth(any, { input: document, data: '{"a": "b", "app": {"b": 2, "g": 3}}' });
    }),
    { numRuns: 100 },
  );
});
