import assert from 'node:assert/strict';
import test from 'node:test';
import { planFromJson, planToJson } from '../../src/ir/json.ts';
import { block, func, local, policyOf, stmt, TRUE, text } from '../support/plans.ts';

/** A document with one statement in its plan. */
function planOf(type: string, body: object): string {
  const stmts = [{ type, stmt: body }];
  return JSON.stringify({
    static: { strings: [{ value: 'x' }], builtin_funcs: null },
    plans: { plans: [{ name: 'eval', blocks: [{ stmts }] }] },
    funcs: { funcs: null },
  });
}

function readStmt(type: string, body: object) {
  return planFromJson(Buffer.from(planOf(type, body))).plans[0]?.blocks[0]?.stmts[0];
}

const location = { file: 0, row: 0, col: 0 };

test('a number’s index is read under either of its names, and written under both', () => {
  const wanted = { kind: 'MakeNumberRefStmt', index: 0, target: 2, location };
  assert.deepEqual(readStmt('MakeNumberRefStmt', { Index: 0, target: 2 }), wanted);
  assert.deepEqual(readStmt('MakeNumberRefStmt', { index: 0, target: 2 }), wanted);
  const written = planToJson(
    policyOf({ strings: ['1'], plan: [block(stmt('MakeNumberRefStmt', { index: 0, target: 2 }))] }),
  );
  assert.match(written, /"index":0,"target":2,"Index":0/);
});

test('null lists are empty', () => {
  const body = {
    local: 0,
    path: null,
    value: { type: 'bool', value: true },
    block: { stmts: null },
  };
  assert.deepEqual(readStmt('WithStmt', body), {
    kind: 'WithStmt',
    local: 0,
    path: [],
    value: TRUE,
    block: { stmts: [] },
    location,
  });
});

test('arguments of dynamic calls are bare locals, those of calls operands', () => {
  const path = [{ type: 'string_index', value: 0 }];
  assert.deepEqual(readStmt('CallDynamicStmt', { path, args: [0, 1], result: 2 }), {
    kind: 'CallDynamicStmt',
    path: [text(0)],
    args: [0, 1],
    result: 2,
    location,
  });
});

test('a place is kept', () => {
  const read = readStmt('MakeNullStmt', { target: 2, file: 1, row: 3, col: 5 });
  assert.deepEqual(read?.location, { file: 1, row: 3, col: 5 });
});

test('what is written reads as it was', () => {
  const policy = policyOf({
    strings: ['x', 'g0', 'p'],
    plan: [
      block(
        stmt('CallStmt', { func: 'g0.p', args: [local(0), local(1)], result: 2 }),
        stmt('BlockStmt', { blocks: [block(stmt('BreakStmt', { index: 1 })), block()] }),
        stmt('ScanStmt', {
          source: 2,
          key: 3,
          value: 4,
          block: block(stmt('IsDefinedStmt', { source: 4 })),
        }),
        stmt('WithStmt', { local: 0, path: [0], value: TRUE, block: block() }),
        stmt('ResultSetAddStmt', { value: 2 }),
      ),
    ],
    funcs: [func('g0.p', [0, 1], block(stmt('ReturnLocalStmt', { source: 2 })))],
  });
  const withBuiltins = {
    ...policy,
    static: {
      ...policy.static,
      builtinFuncs: [
        { name: 'count', arity: 1 },
        { name: 'mine', arity: 2 },
      ],
    },
  };
  assert.deepEqual(planFromJson(Buffer.from(planToJson(withBuiltins))), withBuiltins);
});

const FAULTS: readonly (readonly [document: string, message: RegExp])[] = [
  ['[]', /`\$`: expected an object/],
  ['{"static":{"strings":{}}}', /`static.strings`: expected an array/],
  ['{"static":{"strings":[1]}}', /`static.strings\[0\]`: expected an object/],
  ['{"plans":{"plans":[{"name":1}]}}', /`plans.plans\[0\].name`: expected a string/],
  ['{"funcs":{"funcs":[{"name":"f","return":-1}]}}', /`funcs.funcs\[0\].return`: .* not negative/],
  [planOf('TurnStmt', {}), /blocks\[0\].stmts\[0\].type`: unknown statement `TurnStmt`/],
  [planOf('toString', {}), /unknown statement `toString`/],
  [planOf('MakeNullStmt', {}), /stmt.target`: expected an integer/],
  [planOf('MakeNullStmt', { target: 1.5 }), /stmt.target`: expected an integer/],
  [planOf('LenStmt', { source: 2, target: 3 }), /stmt.source`: expected an object/],
  [
    planOf('LenStmt', { source: { type: 'int', value: 2 }, target: 3 }),
    /stmt.source.type`: expected `local`, `bool` or `string_index`/,
  ],
];

for (const [document, message] of FAULTS) {
  test(`refused: ${message.source}`, () => {
    assert.throws(() => planFromJson(Buffer.from(document)), {
      code: 'tf_policy_invalid',
      message,
    });
  });
}

test('text that is no JSON is refused as such', () => {
  assert.throws(() => planFromJson('{'), { code: 'tf_json_invalid' });
});
