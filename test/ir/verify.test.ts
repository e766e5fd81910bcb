import assert from 'node:assert/strict';
import test from 'node:test';
import type { Func, Policy, Stmt } from '../../src/ir/plan.ts';
import { verify } from '../../src/ir/verify.ts';
import { answer, block, func, local, policyOf, stmt, TRUE, text } from '../support/plans.ts';

function messages(policy: Policy): string[] {
  return verify(policy).map(({ message }) => message);
}

const call = (name: string, ...args: number[]) =>
  stmt('CallStmt', { func: name, args: args.map(local), result: 2 });
const assign = stmt('AssignVarStmt', { source: TRUE, target: 2 });
const give = stmt('ReturnLocalStmt', { source: 2 });

test('a sound policy has no faults', () => {
  const policy = policyOf({
    strings: ['a'],
    plan: [
      block(
        call('f', 0, 1),
        stmt('BlockStmt', { blocks: [block(stmt('BreakStmt', { index: 1 }))] }),
        stmt('WithStmt', { local: 0, path: [0], value: text(0), block: block(answer(2)) }),
      ),
    ],
    funcs: [func('f', [0, 1], block(assign, call('count', 2), give))],
  });
  assert.deepEqual(messages(policy), []);
});

test('a local that nothing gives a value may be asked whether it is defined', () => {
  const stmts = [stmt('IsUndefinedStmt', { source: 9 }), give];
  assert.deepEqual(messages(policyOf({ funcs: [func('f', [0, 1], block(...stmts))] })), []);
});

const FAULTS: readonly (readonly [stmts: readonly Stmt[], message: string])[] = [
  [[stmt('BreakStmt', { index: 1 })], '`BreakStmt`: break 1 leaves more blocks than there are'],
  [[stmt('EqualStmt', { a: text(1), b: TRUE })], '`EqualStmt`: there is no string 1'],
  [
    [stmt('MakeNumberRefStmt', { index: 7, target: 2 })],
    '`MakeNumberRefStmt`: there is no string 7',
  ],
  [[answer(2)], '`ResultSetAddStmt`: local 2 is read before anything defines it'],
  [[give], '`ReturnLocalStmt`: is not allowed here'],
  [[call('nowhere', 0)], '`CallStmt`: there is no function `nowhere`'],
  [[call('f', 0)], '`CallStmt`: `f` takes 2 arguments, not 1'],
  [[call('count', 0, 1)], '`CallStmt`: `count` takes 1 arguments, not 2'],
  [
    [stmt('CallDynamicStmt', { path: [], args: [0], result: 2 })],
    '`CallDynamicStmt`: a dynamic call has input and data as its arguments',
  ],
  [
    [assign, stmt('WithStmt', { local: 2, path: [], value: TRUE, block: block() })],
    '`WithStmt`: local 2 is neither input nor data',
  ],
];

for (const [stmts, message] of FAULTS) {
  test(`told: ${message}`, () => {
    const policy = policyOf({
      strings: ['a'],
      plan: [block(...stmts)],
      funcs: [func('f', [0, 1], block(assign, give))],
    });
    assert.deepEqual(messages(policy), [`plan \`eval\`, statement ${stmts.length - 1} ${message}`]);
  });
}

const HEADS: readonly (readonly [name: string, funcs: readonly Func[], message: string])[] = [
  [
    'few parameters',
    [func('f', [0])],
    'function `f`: parameters are input, data and further distinct locals',
  ],
  [
    'a parameter twice',
    [func('f', [0, 1, 1])],
    'function `f`: parameters are input, data and further distinct locals',
  ],
  ['a name twice', [func('f', [0, 1]), func('f', [0, 1])], 'there are two functions `f`'],
  [
    'a result in a function',
    [func('f', [0, 1], block(answer(0)))],
    'function `f`, statement 0 `ResultSetAddStmt`: is not allowed here',
  ],
  [
    'recursion',
    [
      func('f', [0, 1], block(call('g', 0, 1))),
      func('g', [0, 1], block(call('h', 0, 1))),
      func('h', [0, 1], block(call('g', 0, 1))),
    ],
    'function `g` calls itself',
  ],
];

for (const [name, funcs, message] of HEADS) {
  test(`told: ${name}`, () => {
    assert.deepEqual(messages(policyOf({ funcs })), [message]);
  });
}

test('a builtin that only the plan declares is taken at its word', () => {
  const policy = policyOf({ plan: [block(call('mine', 0, 1))] });
  const declared = (arity?: number) => ({
    ...policy,
    static: {
      ...policy.static,
      builtinFuncs: [{ name: 'mine', ...(arity !== undefined && { arity }) }],
    },
  });
  assert.deepEqual(messages(declared(2)), []);
  assert.deepEqual(messages(declared()), []);
  assert.equal(messages(declared(1)).length, 1);
});
