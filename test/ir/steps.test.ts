import assert from 'node:assert/strict';
import test from 'node:test';
import { interpret } from '../../src/ir/interpreter.ts';
import type { Block, Func, Stmt } from '../../src/ir/plan.ts';
import type { Result } from '../../src/ir/result.ts';
import { fromJs, toJs } from '../../src/value/json.ts';
import { type MaybeValue, Undefined } from '../../src/value/value.ts';
import { answer, block, FALSE, func, local, policyOf, stmt, TRUE, text } from '../support/plans.ts';

/** Static strings by name: index 0 is `a`. */
const STRINGS = ['a', 'b', '1.0', 'g0', 'f'];
const A = text(0);
const B = text(1);

interface Given {
  readonly input?: unknown;
  readonly data?: unknown;
  readonly funcs?: readonly Func[];
}

function run(blocks: readonly Block[], { input, data = {}, funcs = [] }: Given = {}): Result {
  return interpret(policyOf({ strings: STRINGS, plan: blocks, funcs }), {
    input: input === undefined ? Undefined : fromJs(input),
    data: fromJs(data),
    builtins: new Map(),
    context: undefined,
  });
}

/** What a plan of one block answers, as plain JavaScript; `undefined` if nothing. */
function answers(stmts: readonly Stmt[], given?: Given): unknown {
  const result = run([block(...stmts)], given);
  assert.notEqual(result.kind, 'error');
  return result.kind === 'defined' ? toJs(result.value) : undefined;
}

const assign = (source: typeof A, target: number) => stmt('AssignVarStmt', { source, target });
const number = (value: number, target: number) => stmt('MakeNumberIntStmt', { value, target });

const CASES: readonly (readonly [
  name: string,
  stmts: readonly Stmt[],
  wanted: unknown,
  given?: Given,
])[] = [
  ['AssignVar copies', [assign(A, 2), answer(2)], ['a']],
  [
    'AssignVar of an undefined source goes on',
    [assign(local(9), 2), stmt('IsUndefinedStmt', { source: 2 }), assign(A, 3), answer(3)],
    ['a'],
  ],
  ['AssignInt', [stmt('AssignIntStmt', { value: 7, target: 2 }), answer(2)], [7]],
  ['MakeNull', [stmt('MakeNullStmt', { target: 2 }), answer(2)], [null]],
  ['MakeNumberRef', [stmt('MakeNumberRefStmt', { index: 2, target: 2 }), answer(2)], [1]],
  ['ResetLocal', [assign(A, 2), stmt('ResetLocalStmt', { target: 2 }), answer(2)], undefined],
  [
    'AssignVarOnce takes an equal value twice',
    [
      stmt('AssignVarOnceStmt', { source: A, target: 2 }),
      stmt('AssignVarOnceStmt', { source: A, target: 2 }),
      answer(2),
    ],
    ['a'],
  ],
  [
    'ArrayAppend',
    [
      stmt('MakeArrayStmt', { capacity: 1, target: 2 }),
      stmt('ArrayAppendStmt', { array: 2, value: TRUE }),
      stmt('ArrayAppendStmt', { array: 2, value: A }),
      answer(2),
    ],
    [[true, 'a']],
  ],
  [
    'SetAdd',
    [
      stmt('MakeSetStmt', { target: 2 }),
      stmt('SetAddStmt', { set: 2, value: B }),
      stmt('SetAddStmt', { set: 2, value: A }),
      stmt('SetAddStmt', { set: 2, value: A }),
      answer(2),
    ],
    [['a', 'b']],
  ],
  [
    'ObjectInsert replaces',
    [
      stmt('MakeObjectStmt', { target: 2 }),
      stmt('ObjectInsertStmt', { object: 2, key: A, value: TRUE }),
      stmt('ObjectInsertStmt', { object: 2, key: A, value: FALSE }),
      answer(2),
    ],
    [{ a: false }],
  ],
  [
    'ObjectInsertOnce takes an equal value twice',
    [
      stmt('MakeObjectStmt', { target: 2 }),
      stmt('ObjectInsertOnceStmt', { object: 2, key: A, value: TRUE }),
      stmt('ObjectInsertOnceStmt', { object: 2, key: A, value: TRUE }),
      answer(2),
    ],
    [{ a: true }],
  ],
  [
    'ObjectMerge',
    [stmt('ObjectMergeStmt', { a: 0, b: 1, target: 2 }), answer(2)],
    [{ a: { x: 1, y: 2 } }],
    { input: { a: { x: 1 } }, data: { a: { x: 2, y: 2 } } },
  ],
  [
    'Dot',
    [stmt('DotStmt', { source: local(0), key: A, target: 2 }), answer(2)],
    [[1]],
    { input: { a: [1] } },
  ],
  [
    'Dot of a missing key is undefined',
    [stmt('DotStmt', { source: local(0), key: B, target: 2 }), assign(A, 3), answer(3)],
    undefined,
    { input: { a: 1 } },
  ],
  ['Len', [stmt('LenStmt', { source: local(0), target: 2 }), answer(2)], [3], { input: [1, 2, 3] }],
  ['Equal', [stmt('EqualStmt', { a: A, b: local(0) }), answer(0)], ['a'], { input: 'a' }],
  [
    'Equal of different values',
    [stmt('EqualStmt', { a: A, b: local(0) }), answer(0)],
    undefined,
    { input: 'b' },
  ],
  [
    'Equal of undefined values',
    [stmt('EqualStmt', { a: local(8), b: local(9) }), answer(0)],
    undefined,
    { input: 1 },
  ],
  ['NotEqual', [stmt('NotEqualStmt', { a: A, b: local(0) }), answer(0)], ['b'], { input: 'b' }],
  [
    'NotEqual of an undefined value',
    [stmt('NotEqualStmt', { a: A, b: local(9) }), answer(0)],
    undefined,
    { input: 'b' },
  ],
  ['IsArray', [stmt('IsArrayStmt', { source: local(0) }), answer(0)], [[]], { input: [] }],
  ['IsObject', [stmt('IsObjectStmt', { source: local(0) }), answer(0)], undefined, { input: [] }],
  ['IsSet', [stmt('IsSetStmt', { source: local(0) }), answer(0)], [[1]], { input: new Set([1]) }],
  ['IsDefined', [stmt('IsDefinedStmt', { source: 0 }), assign(A, 2), answer(2)], undefined],
  ['IsUndefined', [stmt('IsUndefinedStmt', { source: 0 }), assign(A, 2), answer(2)], ['a']],
  ['Nop', [stmt('NopStmt', {}), assign(A, 2), answer(2)], ['a']],
  [
    'Scan goes through elements in order',
    [
      stmt('MakeArrayStmt', { capacity: 0, target: 2 }),
      stmt('ScanStmt', {
        source: 0,
        key: 3,
        value: 4,
        block: block(
          stmt('ArrayAppendStmt', { array: 2, value: local(3) }),
          stmt('ArrayAppendStmt', { array: 2, value: local(4) }),
        ),
      }),
      answer(2),
    ],
    [['x', 1, 'y', 2]],
    { input: { y: 2, x: 1 } },
  ],
  [
    'Scan goes on after an undefined element',
    [
      stmt('ScanStmt', {
        source: 0,
        key: 3,
        value: 4,
        block: block(stmt('NotEqualStmt', { a: local(4), b: A }), answer(4)),
      }),
    ],
    ['x', 'y'],
    { input: ['x', 'a', 'y'] },
  ],
  [
    'Scan of what has no elements goes on after it',
    [
      stmt('ScanStmt', { source: 0, key: 3, value: 4, block: block(answer(4)) }),
      assign(A, 2),
      answer(2),
    ],
    ['a'],
    { input: 'text' },
  ],
  [
    'Break 0 in a Scan’s body goes on with the next element',
    [
      stmt('ScanStmt', {
        source: 0,
        key: 3,
        value: 4,
        block: block(answer(4), stmt('BreakStmt', { index: 0 }), answer(3)),
      }),
    ],
    ['x', 'y'],
    { input: ['x', 'y'] },
  ],
  [
    'Break 1 in a Scan’s body leaves the Scan and the block around it',
    [
      stmt('ScanStmt', {
        source: 0,
        key: 3,
        value: 4,
        block: block(answer(4), stmt('BreakStmt', { index: 1 })),
      }),
      answer(0),
    ],
    ['x'],
    { input: ['x', 'y'] },
  ],
  [
    'a Block goes on after an undefined block',
    [
      stmt('BlockStmt', {
        blocks: [block(stmt('EqualStmt', { a: A, b: B }), assign(A, 2)), block(assign(B, 2))],
      }),
      answer(2),
    ],
    ['b'],
  ],
  [
    'Break 1 skips the rest of a Block',
    [
      stmt('BlockStmt', {
        blocks: [
          block(
            stmt('BlockStmt', {
              blocks: [block(assign(A, 2), stmt('BreakStmt', { index: 1 })), block(assign(B, 2))],
            }),
            assign(B, 2),
          ),
        ],
      }),
      answer(2),
    ],
    ['a'],
  ],
  [
    'Not of a defined block is undefined',
    [stmt('NotStmt', { block: block(assign(A, 2)) }), answer(2)],
    undefined,
  ],
  [
    'Not of an undefined block goes on',
    [stmt('NotStmt', { block: block(stmt('BreakStmt', { index: 0 })) }), assign(A, 2), answer(2)],
    ['a'],
  ],
  [
    'With replaces for its block alone',
    [stmt('WithStmt', { local: 0, path: [0], value: TRUE, block: block(answer(0)) }), answer(0)],
    [{ a: true, b: 1 }, { b: 1 }],
    { input: { b: 1 } },
  ],
  [
    'With is undefined as its block is, and restores',
    [
      stmt('BlockStmt', {
        blocks: [
          block(
            stmt('WithStmt', {
              local: 0,
              path: [],
              value: A,
              block: block(stmt('BreakStmt', { index: 0 })),
            }),
            answer(0),
          ),
        ],
      }),
      answer(0),
    ],
    [1],
    { input: 1 },
  ],
  [
    'With of an undefined value at the empty path makes the document undefined',
    [
      stmt('WithStmt', {
        local: 0,
        path: [],
        value: local(9),
        block: block(stmt('IsUndefinedStmt', { source: 0 }), assign(A, 2), answer(2)),
      }),
    ],
    ['a'],
    { input: 1 },
  ],
  [
    'With of an undefined value at a path is undefined',
    [stmt('WithStmt', { local: 0, path: [0], value: local(9), block: block(answer(0)) })],
    undefined,
    { input: 1 },
  ],
  [
    'Call takes what the function returns',
    [stmt('CallStmt', { func: 'f', args: [local(0), local(1), A], result: 2 }), answer(2)],
    ['a'],
    { funcs: [func('f', [0, 1, 3], block(stmt('ReturnLocalStmt', { source: 3 })))] },
  ],
  [
    'Call of an undefined function is undefined',
    [stmt('CallStmt', { func: 'f', args: [local(0), local(1)], result: 2 }), answer(1)],
    undefined,
    { funcs: [func('f', [0, 1], block(stmt('ReturnLocalStmt', { source: 2 })))] },
  ],
  [
    'Call with an undefined argument is undefined',
    [stmt('CallStmt', { func: 'f', args: [local(0), local(1), local(9)], result: 2 }), answer(2)],
    undefined,
    { funcs: [func('f', [0, 1, 3], block(assign(A, 2), stmt('ReturnLocalStmt', { source: 2 })))] },
  ],
];

for (const [name, stmts, wanted, given] of CASES) {
  test(name, () => {
    assert.deepEqual(answers(stmts, given), wanted);
  });
}

/** The blocks that OPA's planner puts around a dynamic call: the look-up in data is the fallback. */
function dynamicCall(): Stmt {
  const lookUp = block(
    stmt('CallDynamicStmt', { path: [text(3), local(0)], args: [0, 1], result: 2 }),
    stmt('BreakStmt', { index: 1 }),
  );
  const fallback = block(assign(B, 2), stmt('BreakStmt', { index: 1 }));
  return stmt('BlockStmt', {
    blocks: [
      block(
        stmt('BlockStmt', {
          blocks: [
            block(
              stmt('BlockStmt', {
                blocks: [
                  block(
                    stmt('BlockStmt', { blocks: [lookUp, fallback] }),
                    stmt('BreakStmt', { index: 2 }),
                  ),
                ],
              }),
            ),
          ],
        }),
        answer(2),
      ),
    ],
  });
}

test('a dynamic call finds a function by its path', () => {
  const found = func('g0.f', [0, 1], block(assign(A, 2), stmt('ReturnLocalStmt', { source: 2 })));
  assert.deepEqual(answers([dynamicCall()], { input: 'f', funcs: [found] }), ['a']);
});

test('a dynamic call that finds none leaves the fallback to answer', () => {
  assert.deepEqual(answers([dynamicCall()], { input: 'f' }), ['b']);
});

test('a dynamic call that finds an undefined function skips the fallback', () => {
  const found = func('g0.f', [0, 1], block(stmt('ReturnLocalStmt', { source: 2 })));
  assert.equal(answers([dynamicCall()], { input: 'f', funcs: [found] }), undefined);
});

const CONFLICTS: readonly (readonly [name: string, stmts: readonly Stmt[], message: string])[] = [
  [
    'AssignVarOnce',
    [
      stmt('AssignVarOnceStmt', { source: A, target: 2 }),
      stmt('AssignVarOnceStmt', { source: B, target: 2 }),
    ],
    'complete rules must not produce multiple outputs',
  ],
  [
    'ObjectInsertOnce',
    [
      stmt('MakeObjectStmt', { target: 2 }),
      stmt('ObjectInsertOnceStmt', { object: 2, key: A, value: TRUE }),
      stmt('ObjectInsertOnceStmt', { object: 2, key: A, value: FALSE }),
    ],
    'object keys must be unique',
  ],
];

for (const [name, stmts, message] of CONFLICTS) {
  test(`${name} of a second value is a conflict, with its place`, () => {
    const location = { file: 0, row: 0, col: 0 };
    const result: MaybeValue | Result = run([block(...stmts)]);
    assert.deepEqual(result, {
      kind: 'error',
      error: { code: 'eval_conflict_error', message, location },
    });
  });
}

test('a conflict within a function says so', () => {
  const stmts = [...CONFLICTS[0]![1]];
  const blocks = [block(stmt('CallStmt', { func: 'f', args: [local(0), local(1), A], result: 2 }))];
  const result = run(blocks, { input: 1, funcs: [func('f', [0, 1, 3], block(...stmts))] });
  assert.equal(result.kind, 'error');
  assert.match(
    JSON.stringify(result),
    /functions must not produce multiple outputs for same inputs/,
  );
});

test('a number’s index out of range is an internal error', () => {
  const result = run([block(number(1, 2), stmt('MakeNumberRefStmt', { index: 99, target: 2 }))]);
  assert.equal(result.kind === 'error' && result.error.code, 'eval_internal_error');
});
