import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtins } from '../../src/builtins/registry.ts';
import { builtinDeclarations } from '../../src/ir/declarations.ts';
import { callBuiltin, testContext } from '../support/builtin-table.ts';

test('every builtin is one of OPA’s, under its own name', () => {
  for (const [name, builtin] of builtins) {
    assert.equal(builtin.name, name);
    assert.ok(builtinDeclarations.has(name), `${name} is not declared`);
  }
});

test('equal calls of one evaluation give equal results; another seed gives others', () => {
  const context = testContext();
  const first = callBuiltin('uuid.rfc4122', ['k'], context);
  assert.equal(callBuiltin('uuid.rfc4122', ['k'], context), first);
  assert.notEqual(callBuiltin('uuid.rfc4122', ['other'], context), first);
  const number = callBuiltin('rand.intn', ['k', 1000], context);
  assert.equal(callBuiltin('rand.intn', ['k', 1000], context), number);
  assert.equal(callBuiltin('uuid.rfc4122', ['k']), first);
});
