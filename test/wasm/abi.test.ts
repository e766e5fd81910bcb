import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  hostCallExport,
  isPublicExport,
  nativeBuiltinExport,
  OPA_EXPORTS,
} from '../../src/wasm/abi.ts';

test("OPA's exports and our own are public, the services of the runtime are not", () => {
  assert.equal(OPA_EXPORTS.length, 26);
  for (const name of ['eval', 'memory', 'opa_value_add_path', 'tf_eval'])
    assert.ok(isPublicExport(name));
  for (const name of ['rt_dot', 'bi_count', 'opa_builtin0', 'opa_abort']) {
    assert.ok(!isPublicExport(name));
  }
});

test('names of builtins', () => {
  assert.equal(nativeBuiltinExport('net.cidr_contains'), 'bi_net_cidr_contains');
  assert.equal(hostCallExport(3), 'opa_builtin3');
});
