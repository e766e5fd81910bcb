import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { builtins } from '../../src/builtins/registry.ts';
import type { Block, Policy, Stmt } from '../../src/ir/plan.ts';
import { parseValue } from '../../src/value/json.ts';
import { identity, type MaybeValue, RegoSet, Undefined } from '../../src/value/value.ts';
import { compileToWasm } from '../../src/wasm/compile.ts';
import type { EvaluationContext } from '../../src/wasm/evaluation-context.ts';
import { isOurs, JsonText, type LoadOptions, loadWasm, wasmModule } from '../../src/wasm/host.ts';
import { readModule } from '../../src/wasm/module-reader.ts';
import { WebAssembly } from '../../src/wasm/web-assembly.ts';
import { answer, block, local, policyOf, stmt, text } from '../support/plans.ts';
import { resultText } from './both-engines.ts';
import { EMPTY, linked } from './tiny-module.ts';
import { value } from './values.ts';

const ECHO = policyOf({ plan: [block(answer(0))] });

function load(policy: Policy, options: Partial<LoadOptions> = {}) {
  return loadWasm(compileToWasm(policy), { builtins, ...options });
}

test('an input that is a value comes out as it went in', () => {
  const echo = load(ECHO);
  fc.assert(
    fc.property(value, input => {
      assert.equal(resultText(echo.evaluate(input)), identity([input]));
    }),
  );
});

const INPUTS: readonly (readonly [string, Uint8Array | MaybeValue, string])[] = [
  [
    'bytes',
    Buffer.from('{"b": 1, "a": [1.0, 12345678901234567890]}'),
    '[{"a":[1,12345678901234567890],"b":1}]',
  ],
  ['false', false, '[false]'],
  ['bytes of false', Buffer.from('false'), '[false]'],
  ['null', null, '[null]'],
  ['zero', 0, '[0]'],
  ['an empty string', '', '[""]'],
  ['nothing', Undefined, 'undefined'],
  ['no bytes', Buffer.alloc(0), 'eval_input_error: the input is not valid JSON'],
  ['cut off bytes', Buffer.from('{"a": 1'), 'eval_input_error: the input is not valid JSON'],
  ['bytes that go on', Buffer.from('{} {}'), 'eval_input_error: the input is not valid JSON'],
  ['bytes of a set', Buffer.from('{1, 2}'), 'eval_input_error: the input is not valid JSON'],
  ['a set', RegoSet.of([1]), '[<1>]'],
];

for (const [name, input, result] of INPUTS) {
  test(`input: ${name}`, () => assert.equal(resultText(load(ECHO).evaluate(input)), result));
}

test('bytes are strict JSON again after a value', () => {
  const echo = load(ECHO);
  assert.equal(resultText(echo.evaluate(RegoSet.of([1]))), '[<1>]');
  assert.match(resultText(echo.evaluate(Buffer.from('{1}'))), /^eval_input_error/);
  assert.equal(resultText(echo.evaluate(Buffer.from('{}'))), '[{}]');
});

test('a result as JSON text', () => {
  const echo = load(ECHO);
  assert.deepEqual(echo.evaluateToJson(Buffer.from('{"a": 1.50}')), {
    kind: 'defined',
    json: '[{"a":1.50}]',
  });
  for (const text of ['{"a": [1.50, "é\\u0000"]}', '"😀"', '0', '[', '', '{"a": {1}}'])
    assert.deepEqual(echo.evaluate(new JsonText(text)), echo.evaluate(Buffer.from(text)), text);
  assert.deepEqual(echo.evaluateToJson(Undefined), { kind: 'undefined' });
  assert.equal(echo.evaluateToJson(Buffer.from('[')).kind, 'error');
});

test('a compiled module loads as its bytes do', () => {
  const module = new WebAssembly.Module(compileToWasm(ECHO));
  assert.equal(resultText(loadWasm(module, { builtins }).evaluate(1)), '[1]');
});

const DATA_ECHO = policyOf({
  strings: ['a'],
  plan: [block(stmt('DotStmt', { source: local(1), key: text(0), target: 2 }), answer(2))],
});

test('the data document, as JSON or as a value, can be replaced', () => {
  const policy = load(DATA_ECHO, { data: Buffer.from('{"a": "first"}') });
  assert.equal(resultText(policy.evaluate(Undefined)), '["first"]');
  policy.setData(parseValue('{"a": {"a": "second"}}'));
  assert.equal(resultText(policy.evaluate(Undefined)), '[{"a":"second"}]');
  assert.equal(resultText(policy.evaluate(Undefined)), '[{"a":"second"}]');
  assert.equal(load(DATA_ECHO).evaluate(Undefined).kind, 'undefined');
});

test('data that is no JSON is refused', () => {
  assert.throws(() => load(DATA_ECHO, { data: Buffer.from('{') }), { code: 'tf_json_invalid' });
});

test('a module that is no policy is refused, and so is no module', () => {
  assert.throws(() => loadWasm(linked(EMPTY, {}), { builtins }), { code: 'tf_policy_load' });
  assert.throws(() => wasmModule(Buffer.from('text')), {
    code: 'tf_policy_load',
    message: /^no WebAssembly module: /,
  });
});

test('our modules are told from others of the same ABI', () => {
  const ours = compileToWasm(ECHO);
  const others = linked(readModule(ours), { keepsExport: name => !name.startsWith('tf_') });
  assert.equal(isOurs(wasmModule(ours)), true);
  assert.equal(isOurs(wasmModule(others)), false);
  assert.throws(() => loadWasm(others, { builtins }), { code: 'tf_policy_load' });
});

const TWO_PLANS: Policy = {
  ...ECHO,
  plans: [
    { name: 'first', blocks: [block(answer(0))] },
    { name: 'second', blocks: [block(answer(1))] },
  ],
};

test('entrypoints by name, the first by default', () => {
  const policy = load(TWO_PLANS);
  assert.deepEqual(policy.entrypoints, ['first', 'second']);
  assert.equal(resultText(policy.evaluate(1)), '[1]');
  assert.equal(resultText(policy.evaluate(1, { entrypoint: 'second' })), '[{}]');
  assert.equal(
    resultText(policy.evaluate(1, { entrypoint: 'third' })),
    'eval_internal_error: there is no entrypoint `third`',
  );
});

/** Calls of builtins without operands, each an answer. */
function calling(...names: readonly string[]): Policy {
  const calls = names.map((func): Stmt[] => [
    stmt('CallStmt', { func, args: [], result: 2 }),
    answer(2),
  ]);
  return {
    ...policyOf({ plan: [block(...calls.flat())] }),
    static: { strings: [], builtinFuncs: names.map(name => ({ name })), files: [] },
  };
}

/** Builtins of a test, by name. */
function provide(
  calls: Readonly<Record<string, (context: EvaluationContext) => MaybeValue>>,
): LoadOptions['builtins'] {
  return {
    get: name => {
      const call = calls[name];
      return call === undefined ? undefined : { call: (_args, context) => call(context) };
    },
  };
}

test('builtins of the host see one context per evaluation', () => {
  const policy = load(calling('test.now', 'test.env', 'test.random', 'test.calls'), {
    builtins: provide({
      'test.now': context => integer(context.nowNs),
      'test.env': context => context.env['NAME'] ?? null,
      'test.random': context => context.random() === 0.5,
      'test.calls': context => {
        context.cache.set('calls', Number(context.cache.get('calls') ?? 0) + 1);
        return Number(context.cache.get('calls'));
      },
    }),
  });
  assert.deepEqual([...policy.hostBuiltins].sort(), [
    'test.calls',
    'test.env',
    'test.now',
    'test.random',
  ]);
  const options = { nowNs: 7n, env: { NAME: 'x' } };
  assert.equal(resultText(policy.evaluate(Undefined, options)), '[7,"x",false,1]');
  assert.equal(resultText(policy.evaluate(Undefined, options)), '[7,"x",false,1]');
});

function integer(number: bigint): number {
  return Number(number);
}

test('a builtin that nobody provides is an error', () => {
  assert.equal(
    resultText(load(calling('test.none'), { builtins: provide({}) }).evaluate(Undefined)),
    'eval_internal_error: no builtin `test.none` is available',
  );
});

test('a fault in a builtin is thrown, and the policy goes on working', () => {
  let broken = true;
  const policy = load(calling('test.fault'), {
    builtins: provide({
      'test.fault': () => {
        if (broken) throw new TypeError('a bug');
        return 1;
      },
    }),
  });
  assert.throws(() => policy.evaluate(Undefined), { name: 'TypeError', message: 'a bug' });
  broken = false;
  assert.equal(resultText(policy.evaluate(Undefined)), '[1]');
});

test('a builtin may give any value', () => {
  fc.assert(
    fc.property(value, given => {
      const policy = load(calling('test.value'), {
        builtins: provide({ 'test.value': () => given }),
      });
      assert.equal(resultText(policy.evaluate(Undefined)), identity([given]));
    }),
    { numRuns: 30 },
  );
});

const CONFLICT: Block = block(
  stmt('IsDefinedStmt', { source: 0 }),
  stmt('AssignVarOnceStmt', { source: local(0), target: 2 }),
  stmt('AssignVarOnceStmt', { source: text(0), target: 2 }),
  answer(2),
);

test('after an error the policy works as before', () => {
  const policy = load(policyOf({ strings: ['a'], plan: [CONFLICT] }));
  for (let round = 0; round < 3; round++) {
    assert.match(resultText(policy.evaluate('b')), /^eval_conflict_error/);
    assert.equal(resultText(policy.evaluate('a')), '["a"]');
    assert.match(resultText(policy.evaluate(Buffer.from('{'))), /^eval_input_error/);
    assert.equal(resultText(policy.evaluate('a')), '["a"]');
  }
});

test('memory has a maximum, and running into it leaves the policy usable', () => {
  const policy = load(ECHO, { memoryMaximumPages: 32 });
  const large = Buffer.from(`[${'1,'.repeat(500_000)}1]`);
  assert.match(resultText(policy.evaluate(large)), /^eval_memory_error: /);
  assert.equal(resultText(policy.evaluate(1)), '[1]');
});

test('an input grows the memory', () => {
  const policy = load(ECHO);
  const large = `["${'x'.repeat(3_000_000)}"]`;
  assert.equal(resultText(policy.evaluate(Buffer.from(large))), `[${large}]`);
});

test('an evaluation that took much memory leaves the next ones fresh', () => {
  const policy = load(ECHO);
  const large = Buffer.from(`[${'1,'.repeat(2_000_000)}1]`);
  assert.equal(policy.evaluateToJson(large).kind, 'defined');
  assert.equal(resultText(policy.evaluate(1)), '[1]');
  assert.match(resultText(policy.evaluate(Buffer.from('{1}'))), /^eval_input_error/);
});

test('fuel is given per evaluation', () => {
  const scan = stmt('ScanStmt', { source: 0, key: 2, value: 3, block: block(answer(3)) });
  const policy = load(policyOf({ plan: [block(scan)] }));
  assert.match(resultText(policy.evaluate([1, 2], { fuel: 1 })), /^eval_fuel_error/);
  assert.equal(resultText(policy.evaluate([1, 2], { fuel: 2 })), '[1,2]');
  assert.match(resultText(policy.evaluate([1, 2], { fuel: 1 })), /^eval_fuel_error/);
  assert.equal(resultText(policy.evaluate([1, 2])), '[1,2]');
});
