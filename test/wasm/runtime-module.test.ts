import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadRuntime, supportsSimd } from '../../src/wasm/runtime-module.ts';

test('a runtime is read once', () => {
  assert.equal(loadRuntime(true), loadRuntime(true));
  assert.notEqual(loadRuntime(true), loadRuntime(false));
});

test('the runtime that suits this process is the default', () => {
  assert.equal(loadRuntime(), loadRuntime(supportsSimd()));
  assert.equal(supportsSimd(), true);
});
