import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordSignature } from '../../src/wasm/format.ts';
import { functionExport } from '../../src/wasm/linker.ts';
import { readModule } from '../../src/wasm/module-reader.ts';
import { loadRuntime } from '../../src/wasm/runtime-module.ts';
import { exportedFunction, resolveServices } from '../../src/wasm/services.ts';
import { EMPTY, linked, wordFunction } from './tiny-module.ts';

test('both runtimes offer every service', () => {
  for (const simd of [true, false]) {
    const services = resolveServices(loadRuntime(simd));
    assert.equal(new Set(Object.values(services)).size, Object.keys(services).length);
  }
});

const MODULE = readModule(
  linked(EMPTY, {
    functions: [wordFunction('f', 1, code => code.get(0))],
    exports: [functionExport('rt_dot', 0)],
  }),
);

test('a runtime that lacks a service is refused', () => {
  assert.throws(() => resolveServices(EMPTY), {
    code: 'tf_policy_load',
    message: /runtime lacks `rt_/,
  });
});

test('a service of another signature is refused', () => {
  assert.equal(exportedFunction(MODULE, 'rt_dot', wordSignature(1)), 0);
  assert.equal(exportedFunction(MODULE, 'rt_len', wordSignature(1)), undefined);
  assert.throws(() => exportedFunction(MODULE, 'rt_dot', wordSignature(2)), {
    code: 'tf_policy_load',
    message: 'runtime export `rt_dot` has another signature',
  });
});
