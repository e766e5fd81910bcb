import assert from 'node:assert/strict';
import test from 'node:test';
import { compile, interpret, load } from '../../src/policy/compiler.ts';
import { grantedBuiltins } from '../../src/policy/granted-builtins.ts';

const OUTSIDE = ['http.send', 'net.lookup_ip_addr', 'opa.runtime'];

const capabilities = { builtins: [{ name: 'opa.runtime' }, { name: 'equal' }] };

test('what reaches out is granted by name alone', () => {
  assert.deepEqual(
    OUTSIDE.filter(name => grantedBuiltins(undefined).has(name)),
    [],
  );
  const granted = grantedBuiltins(capabilities);
  assert.deepEqual(
    OUTSIDE.filter(name => granted.has(name)),
    ['opa.runtime'],
  );
  assert.equal(granted.has('count'), true);
});

test('a policy that reaches out compiles and runs with capabilities that say so, and not without', () => {
  const modules = { a: 'package a\n\np := opa.runtime()' };
  const entrypoints = ['a/p'];
  assert.throws(() => compile({ modules, entrypoints }), /`opa.runtime` is not available.*/);
  const policy = compile({ modules, entrypoints, capabilities });
  assert.deepEqual(load(policy).evaluate({}), { kind: 'defined', value: {} });
  assert.deepEqual(interpret(policy.ir, { capabilities }), { kind: 'defined', value: {} });
  const bytes = policy.wasm();
  assert.deepEqual(load(bytes, { capabilities }).evaluate({}), { kind: 'defined', value: {} });
  const refused = load(bytes).evaluate({});
  assert.equal(refused.kind === 'error' && refused.error.code, 'eval_internal_error');
});
