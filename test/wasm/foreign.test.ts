import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtins } from '../../src/builtins/registry.ts';
import type { Policy } from '../../src/ir/plan.ts';
import { parseValue } from '../../src/value/json.ts';
import { type MaybeValue, Undefined } from '../../src/value/value.ts';
import { compileToWasm } from '../../src/wasm/compile.ts';
import { loadForeign } from '../../src/wasm/foreign.ts';
import type { LoadOptions } from '../../src/wasm/host.ts';
import { readModule } from '../../src/wasm/module-reader.ts';
import { answer, block, func, local, policyOf, stmt, TRUE, text } from '../support/plans.ts';
import { resultText } from './both-engines.ts';
import { EMPTY, linked } from './tiny-module.ts';

// Our own modules stand for those of OPA: without our private exports they are as OPA's compiler
// would make them.
function load(policy: Policy, options: Partial<LoadOptions> = {}) {
  const module = readModule(compileToWasm(policy));
  const wasm = linked(module, { keepsExport: name => !name.startsWith('tf_') });
  return loadForeign(wasm, { builtins, ...options });
}

const ECHO = policyOf({ plan: [block(answer(0))] });

const INPUTS: readonly (readonly [string, Uint8Array | MaybeValue, string])[] = [
  ['false', false, '[false]'],
  ['null', null, '[null]'],
  ['zero', 0, '[0]'],
  ['an empty string', Buffer.from('""'), '[""]'],
  ['nothing', Undefined, 'undefined'],
  ['long numbers', Buffer.from('[12345678901234567890, 0.1]'), '[[12345678901234567890,1e0]]'],
  ['cut off bytes', Buffer.from('{"a": 1'), 'eval_input_error: the input is not valid JSON'],
  ['bytes that go on', Buffer.from('{"a":1} xyz'), 'eval_input_error: the input is not valid JSON'],
  ['bytes of a set', Buffer.from('{"a":{1,2}}'), 'eval_input_error: the input is not valid JSON'],
];

for (const [name, input, result] of INPUTS) {
  test(`a foreign module's input: ${name}`, () => {
    assert.equal(resultText(load(ECHO).evaluate(input)), result);
  });
}

test('sets come out as sets', () => {
  const policy = policyOf({
    strings: ['b', 'a'],
    plan: [
      block(
        stmt('MakeSetStmt', { target: 2 }),
        stmt('SetAddStmt', { set: 2, value: text(0) }),
        stmt('SetAddStmt', { set: 2, value: text(1) }),
        answer(2),
      ),
    ],
  });
  assert.equal(resultText(load(policy).evaluate(Undefined)), '[<"a","b">]');
  assert.deepEqual(load(policy).evaluateToJson(Undefined), {
    kind: 'defined',
    json: '[["a","b"]]',
  });
});

test('data, entrypoints and an input larger than the memory', () => {
  const policy = load(
    { ...ECHO, plans: [...ECHO.plans, { name: 'app/data', blocks: [block(answer(1))] }] },
    { data: parseValue('{"a": 12345678901234567890}') },
  );
  assert.deepEqual(policy.entrypoints, ['app/data', 'eval']);
  const data = policy.evaluate(Undefined, { entrypoint: 'app/data' });
  assert.equal(resultText(data), '[{"a":12345678901234567890}]');
  const large = `["${'x'.repeat(5_000_000)}"]`;
  assert.equal(
    resultText(policy.evaluate(Buffer.from(large), { entrypoint: 'eval' })),
    `[${large}]`,
  );
  assert.throws(() => policy.setData(Buffer.from('{')), { code: 'tf_json_invalid' });
  assert.match(
    resultText(policy.evaluate(1, { entrypoint: 'toString' })),
    /^eval_internal_error: /,
  );
});

test('what a module aborts with is an error with a code', () => {
  const conflicting = func(
    'rule',
    [0, 1],
    block(
      stmt('AssignVarOnceStmt', { source: text(0), target: 2 }),
      stmt('AssignVarOnceStmt', { source: TRUE, target: 2 }),
    ),
  );
  const call = stmt('CallStmt', { func: 'rule', args: [local(0), local(1)], result: 2 });
  const policy = policyOf({ strings: ['a'], plan: [block(call)], funcs: [conflicting] });
  assert.equal(
    resultText(load(policy).evaluate(Undefined)),
    'eval_conflict_error: complete rules must not produce multiple outputs',
  );
});

test('builtins of the host are called with the context of the evaluation', () => {
  const policy: Policy = {
    ...policyOf({
      plan: [block(stmt('CallStmt', { func: 'test.now', args: [], result: 2 }), answer(2))],
    }),
    static: { strings: [], builtinFuncs: [{ name: 'test.now' }], files: [] },
  };
  const now = { call: (_args: unknown, { nowNs }: { nowNs: bigint }) => Number(nowNs) };
  const loaded = load(policy, { builtins: { get: () => now } });
  assert.deepEqual(loaded.hostBuiltins, ['test.now']);
  assert.equal(resultText(loaded.evaluate(Undefined, { nowNs: 5n })), '[5]');
});

test('a module that is no policy is refused', () => {
  assert.throws(() => loadForeign(linked(EMPTY, {}), { builtins }), { code: 'tf_policy_load' });
  assert.throws(() => loadForeign(Buffer.from('text'), { builtins }), { code: 'tf_policy_load' });
});
