import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DATA, INPUT, type Policy, type Stmt } from '../../src/ir/plan.ts';
import { type MaybeValue, Undefined } from '../../src/value/value.ts';
import { answer, block, func, local, policyOf, stmt, TRUE, text } from '../support/plans.ts';
import { evaluateInBoth, resultText } from './both-engines.ts';

function withBuiltins(policy: Policy, ...names: readonly string[]): Policy {
  const builtinFuncs = names.map(name => ({ name }));
  return { ...policy, static: { ...policy.static, builtinFuncs } };
}

const BASE = [local(INPUT), local(DATA)];
const CONFLICT: readonly Stmt[] = [
  stmt('AssignVarOnceStmt', { source: text(0), target: 2 }),
  stmt('AssignVarOnceStmt', { source: TRUE, target: 2 }),
];

test('a builtin of the runtime and one of the host', () => {
  const policy = policyOf({
    strings: ['a', 'b', '%v-%v'],
    plan: [
      block(
        stmt('MakeArrayStmt', { capacity: 2, target: 3 }),
        stmt('ArrayAppendStmt', { array: 3, value: text(0) }),
        stmt('ArrayAppendStmt', { array: 3, value: text(1) }),
        stmt('CallStmt', { func: 'count', args: [local(3)], result: 4 }),
        answer(4),
        stmt('CallStmt', { func: 'sprintf', args: [text(2), local(3)], result: 5 }),
        answer(5),
      ),
    ],
  });
  assert.equal(resultText(evaluateInBoth(withBuiltins(policy, 'count', 'sprintf'))), '[2,"a-b"]');
});

const FAILING = withBuiltins(
  policyOf({
    strings: ['a'],
    plan: [
      block(
        stmt('MakeNullStmt', { target: 3 }),
        stmt('CallStmt', { func: 'count', args: [local(3)], result: 4 }),
        answer(4),
      ),
      block(answer(DATA)),
    ],
  }),
  'count',
);

test('a failing builtin is undefined', () => {
  assert.equal(resultText(evaluateInBoth(FAILING)), '[{}]');
});

test('a failing builtin ends a strict evaluation', () => {
  assert.match(
    resultText(evaluateInBoth(FAILING, { strictBuiltinErrors: true })),
    /^eval_type_error: count: operand 1 must be one of \{.*\} but got null$/,
  );
});

test('a failing builtin of the host ends a strict evaluation', () => {
  const policy = policyOf({
    strings: ['[a-', 'a'],
    plan: [
      block(
        stmt('CallStmt', { func: 'regex.replace', args: [text(1), text(0), text(1)], result: 4 }),
        answer(4),
        stmt('CallStmt', { func: 'regex.replace', args: [text(1), text(1), text(0)], result: 4 }),
        answer(4),
      ),
    ],
  });
  const called = withBuiltins(policy, 'regex.replace');
  assert.match(
    resultText(evaluateInBoth(called, { strictBuiltinErrors: true })),
    /^eval_builtin_error: regex\.replace: /,
  );
});

test('a function with an undefined operand is undefined', () => {
  const policy = policyOf({
    strings: ['a'],
    plan: [
      block(stmt('CallStmt', { func: 'f', args: [...BASE, local(INPUT)], result: 3 }), answer(3)),
      block(stmt('CallStmt', { func: 'f', args: [...BASE, text(0)], result: 3 }), answer(3)),
    ],
    funcs: [func('f', [0, 1, 3], block(stmt('ReturnLocalStmt', { source: 3 })))],
  });
  assert.equal(resultText(evaluateInBoth(policy)), '["a"]');
  assert.equal(resultText(evaluateInBoth(policy, { input: 1 })), '[1,"a"]');
});

test('different outputs of a function and of a rule are told apart', () => {
  const rule = func('rule', [0, 1], block(...CONFLICT));
  const helper = func('helper', [0, 1, 3], block(...CONFLICT));
  const calling = (name: string, args: typeof BASE) =>
    policyOf({
      strings: ['a'],
      plan: [block(stmt('CallStmt', { func: name, args, result: 3 }))],
      funcs: [rule, helper],
    });
  assert.equal(
    resultText(evaluateInBoth(calling('rule', BASE))),
    'eval_conflict_error: complete rules must not produce multiple outputs',
  );
  assert.equal(
    resultText(evaluateInBoth(calling('helper', [...BASE, TRUE]))),
    'eval_conflict_error: functions must not produce multiple outputs for same inputs',
  );
});

/** `data.app[input]`, as OPA plans it: a dynamic call, or else a look into the data. */
function dynamicLookUp(): Policy {
  const look = stmt('BlockStmt', {
    blocks: [
      block(
        stmt('BlockStmt', {
          blocks: [
            block(
              stmt('CallDynamicStmt', { path: [text(0), local(INPUT)], args: [0, 1], result: 5 }),
              stmt('BreakStmt', { index: 1 }),
            ),
            block(
              stmt('DotStmt', { source: local(DATA), key: text(0), target: 6 }),
              stmt('DotStmt', { source: local(6), key: local(INPUT), target: 5 }),
              stmt('BreakStmt', { index: 1 }),
            ),
          ],
        }),
        stmt('BreakStmt', { index: 2 }),
      ),
    ],
  });
  return policyOf({
    strings: ['app', 'yes', 'one', 'missing'],
    plan: [block(stmt('BlockStmt', { blocks: [block(look, answer(5))] }))],
    funcs: [
      func(
        'app.one',
        [0, 1],
        block(stmt('AssignVarStmt', { source: text(1), target: 2 })),
        block(stmt('ReturnLocalStmt', { source: 2 })),
      ),
      func('app.missing', [0, 1], block(stmt('ReturnLocalStmt', { source: 2 }))),
      func('app.deep.one', [0, 1], block(stmt('ReturnLocalStmt', { source: 0 }))),
    ].map(f =>
      f.name === 'app.missing'
        ? { ...f, blocks: [block(stmt('ResetLocalStmt', { target: 2 })), ...f.blocks] }
        : f,
    ),
  });
}

const LOOK_UPS: readonly (readonly [string, MaybeValue, string])[] = [
  ['a rule', 'one', '["yes"]'],
  ['no rule but data', 'base', '["from data"]'],
  ['neither', 'nowhere', 'undefined'],
  ['a rule that is undefined hides the data', 'missing', 'undefined'],
  ['a path that goes on', 'deep', 'undefined'],
  ['a key that is no string', 1, 'undefined'],
  ['no key', Undefined, 'undefined'],
];

for (const [name, input, result] of LOOK_UPS) {
  test(`a dynamic call finds ${name}`, () => {
    const data = '{"app": {"base": "from data", "missing": "from data"}}';
    assert.equal(resultText(evaluateInBoth(dynamicLookUp(), { input, data })), result);
  });
}

test('an undefined dynamic call with fewer blocks around leaves them all', () => {
  const policy = policyOf({
    strings: ['app', 'missing'],
    plan: [
      block(
        stmt('CallDynamicStmt', { path: [text(0), text(1)], args: [0, 1], result: 5 }),
        answer(5),
      ),
      block(answer(DATA)),
    ],
    funcs: [func('app.missing', [0, 1], block(stmt('EqualStmt', { a: text(0), b: text(1) })))],
  });
  assert.equal(evaluateInBoth(policy).kind, 'undefined');
});
