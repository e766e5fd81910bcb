import assert from 'node:assert/strict';
import test from 'node:test';
import type { BuiltinContext } from '../../src/builtins/builtin.ts';
import { outsideBuiltins } from '../../src/builtins/outside.ts';
import { toJs } from '../../src/value/json.ts';
import type { Value } from '../../src/value/value.ts';

function context(env: Record<string, string> = {}): BuiltinContext {
  return { nowNs: 0n, random: () => 0, env, cache: new Map() };
}

function answer(name: string, args: readonly Value[], given = context()): unknown {
  return toJs(outsideBuiltins.get(name)!.call(args, given) as Value);
}

test('a name is looked up, an address is itself', () => {
  assert.deepEqual(answer('net.lookup_ip_addr', ['192.0.2.1']), ['192.0.2.1']);
  const found = answer('net.lookup_ip_addr', ['localhost']) as string[];
  assert.ok(found.some(address => address === '127.0.0.1' || address === '::1'));
  assert.throws(() => answer('net.lookup_ip_addr', ['nobody.invalid']), {
    code: 'eval_builtin_error',
  });
});

test('the runtime is what the evaluation was given', () => {
  assert.deepEqual(answer('opa.runtime', []), {});
  assert.deepEqual(answer('opa.runtime', [], context({ A: '1' })), { env: { A: '1' } });
});
