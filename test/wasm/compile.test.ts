import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { builtins } from '../../src/builtins/registry.ts';
import type { Policy } from '../../src/ir/plan.ts';
import { compileToWasm } from '../../src/wasm/compile.ts';
import { loadWasm } from '../../src/wasm/host.ts';
import { WebAssembly } from '../../src/wasm/web-assembly.ts';
import { answer, block, func, local, policyOf, stmt, text } from '../support/plans.ts';
import { resultText } from './both-engines.ts';

// What hosts see. A name that changes here breaks policies that others have compiled or run.
const EXPORTS = [
  'builtins',
  'entrypoints',
  'eval',
  'memory',
  'opa_eval',
  'opa_eval_ctx_get_result',
  'opa_eval_ctx_new',
  'opa_eval_ctx_set_data',
  'opa_eval_ctx_set_entrypoint',
  'opa_eval_ctx_set_input',
  'opa_free',
  'opa_heap_blocks_restore',
  'opa_heap_blocks_stash',
  'opa_heap_ptr_get',
  'opa_heap_ptr_set',
  'opa_heap_stash_clear',
  'opa_json_dump',
  'opa_json_parse',
  'opa_malloc',
  'opa_value_add_path',
  'opa_value_dump',
  'opa_value_free',
  'opa_value_parse',
  'opa_value_remove_path',
  'opa_wasm_abi_minor_version',
  'opa_wasm_abi_version',
  'tf_data_buffer',
  'tf_eval',
  'tf_extended_input',
  'tf_fuel',
  'tf_input_buffer',
  'tf_seed',
  'tf_set_data',
  'tf_strict',
];
const IMPORTS = [
  'memory',
  'opa_abort',
  'opa_builtin0',
  'opa_builtin1',
  'opa_builtin2',
  'opa_builtin3',
  'opa_builtin4',
];

/** Two plans: the input, and one static string of the data. */
const POLICY: Policy = {
  ...policyOf({ strings: ['key'] }),
  plans: [
    { name: 'app/input', blocks: [block(answer(0))] },
    {
      name: 'app/key',
      blocks: [block(stmt('DotStmt', { source: local(1), key: text(0), target: 2 }), answer(2))],
    },
  ],
};

test('the exports and imports of a module', () => {
  const module = new WebAssembly.Module(compileToWasm(POLICY));
  assert.deepEqual(
    WebAssembly.Module.exports(module)
      .map(({ name }) => name)
      .sort(),
    EXPORTS,
  );
  assert.deepEqual(
    WebAssembly.Module.imports(module)
      .map(({ name }) => name)
      .sort(),
    IMPORTS,
  );
});

test('both builds of the runtime make modules', () => {
  for (const simd of [true, false]) {
    const loaded = loadWasm(compileToWasm(POLICY, { simd }), { builtins });
    assert.equal(resultText(loaded.evaluate(Buffer.from('[1.0, "x"]'))), '[[1,"x"]]');
  }
});

/** The two ways into a module that `@open-policy-agent/opa-wasm` knows, by the minor version it sees. */
for (const [way, minorVersion] of [
  ['opa_eval', 3],
  ['the evaluation context', 1],
] as const) {
  test(`runs in npm opa-wasm through ${way}`, async () => {
    const policy = await loadPolicy(compileToWasm(POLICY));
    policy.minorVersion = minorVersion;
    assert.deepEqual(policy.entrypoints, { 'app/input': 0, 'app/key': 1 });
    assert.deepEqual(policy.evaluate({ a: [1, 'x', null] }), [{ a: [1, 'x', null] }]);
    policy.setData({ key: 'value' });
    assert.deepEqual(policy.evaluate(undefined, 'app/key'), ['value']);
    assert.deepEqual(policy.evaluate(undefined, 'app/input'), []);
    policy.setData({ other: 'value' });
    assert.deepEqual(policy.evaluate({ a: 1 }, 'app/key'), []);
    assert.deepEqual(policy.evaluate({ a: 1 }, 'app/input'), [{ a: 1 }]);
    assert.throws(
      () => policy.evaluate({}, 2),
      /^eval_internal_error: there is no such entrypoint$/,
    );
  });

  test(`npm opa-wasm provides builtins through ${way}`, async () => {
    const called = stmt('CallStmt', { func: 'custom.pair', args: [local(0), text(0)], result: 2 });
    const policy = await loadPolicy(
      compileToWasm({
        ...policyOf({ strings: ['key'], plan: [block(called, answer(2))] }),
        static: { strings: ['key'], builtinFuncs: [{ name: 'custom.pair' }], files: [] },
      }),
      undefined,
      { 'custom.pair': (a: unknown, b: unknown) => ({ a, b }) },
    );
    policy.minorVersion = minorVersion;
    assert.deepEqual(policy.evaluate([1]), [{ a: [1], b: 'key' }]);
  });
}

test('static data larger than the memory a host starts with', async () => {
  const long = 'x'.repeat(1_000_000);
  const policy = policyOf({
    strings: [long],
    plan: [block(stmt('AssignVarStmt', { source: text(0), target: 2 }), answer(2))],
  });
  assert.deepEqual((await loadPolicy(compileToWasm(policy))).evaluate(undefined), [long]);
});

const FAULTS: readonly (readonly [string, Policy, RegExp])[] = [
  [
    'a function that is not there',
    policyOf({ plan: [block(stmt('CallStmt', { func: 'data.no', args: [], result: 2 }))] }),
    /no function `data\.no`/,
  ],
  [
    'a builtin that the plan does not list',
    policyOf({ plan: [block(stmt('CallStmt', { func: 'count', args: [local(1)], result: 2 }))] }),
    /unknown function `count`/,
  ],
  [
    'a wrong number of operands',
    policyOf({
      plan: [block(stmt('CallStmt', { func: 'f', args: [local(0)], result: 2 }))],
      funcs: [func('f', [0, 1], block(stmt('ReturnLocalStmt', { source: 0 })))],
    }),
    /`f` takes 2 arguments, not 1/,
  ],
  [
    'more operands than a host can be given',
    {
      ...policyOf({
        plan: [block(stmt('CallStmt', { func: 'many', args: Array(5).fill(local(1)), result: 2 }))],
      }),
      static: { strings: [], builtinFuncs: [{ name: 'many' }], files: [] },
    },
    /builtin `many` has too many operands: 5/,
  ],
  [
    'a break that leaves too many blocks',
    policyOf({ plan: [block(stmt('BreakStmt', { index: 1 }))] }),
    /break 1 leaves more blocks/,
  ],
];

for (const [name, policy, message] of FAULTS) {
  test(`refuses ${name}`, () => {
    assert.throws(() => compileToWasm(policy), { code: 'tf_policy_invalid', message });
  });
}
