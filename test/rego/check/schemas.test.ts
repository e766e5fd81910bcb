import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtinDeclarations } from '../../../src/ir/declarations.ts';
import type { Schemas } from '../../../src/rego/check/schemas.ts';
import { compileToPlan } from '../../../src/rego/compile.ts';
import { RegoError } from '../../../src/rego/rego-error.ts';
import { modulesOf } from '../../support/rego-compile.ts';

/** What is told, as `line message`. */
function told(sources: string | readonly string[], schemas?: Schemas): readonly string[] {
  try {
    const modules = modulesOf(sources);
    compileToPlan({ modules, builtins: builtinDeclarations, ...(schemas && { schemas }) });
    return [];
  } catch (thrown) {
    if (!(thrown instanceof RegoError)) throw thrown;
    return thrown.diagnostics.map(({ code, message }) => `${code} ${message}`);
  }
}

const USER = { type: 'object', properties: { name: { type: 'string' } } };
const undefinedRef = (ref: string) => [`rego_type_error undefined ref: \`${ref}\``];
const annotated = (schemas: string, rest: string) =>
  `# METADATA\n# schemas:\n#   - ${schemas}\n${rest}`;

test('`schema`, or `input`, describes the input of every rule', () => {
  for (const name of ['schema', 'input']) {
    assert.deepEqual(told('p if input.nam == "a"', { [name]: USER }), undefinedRef('input.nam'));
    assert.deepEqual(told('p if input.name == "a"', { [name]: USER }), []);
  }
  assert.deepEqual(told('p if input.nam == "a"'), []);
});

test('an annotation names a schema, or is one, for its rule', () => {
  const rules = 'p if input.nam == 1\nq if input.nam == 1';
  for (const schema of ['schema.user', 'user', '{properties: {name: {type: string}}}']) {
    const expected = schema === 'user' ? /invalid schema/ : /undefined ref/;
    const found = told(annotated(`input: ${schema}`, rules), { 'schema.user': USER });
    assert.match(found.join(), expected);
    assert.equal(found.length, 1);
  }
});

test('without schemas, those that annotations name are not looked for', () => {
  const source = annotated('input: schema.user', 'p if input.nam');
  assert.deepEqual(told(source), []);
  assert.deepEqual(told(source, { other: USER }), [
    'rego_type_error undefined schema: `schema.user`',
  ]);
  assert.deepEqual(told(source, { user: USER }), undefinedRef('input.nam'));
});

test('an annotation describes a part of a document and leaves the rest', () => {
  const rules = 'p if { data.users.x; data.other.y }';
  assert.deepEqual(
    told(annotated('data.users: {type: string}', rules)),
    undefinedRef('data.users.x'),
  );
  const source = annotated('input.name: {type: number}', 'p if { input.name + 1 == 2; input.x }');
  assert.deepEqual(told(source, { input: USER }), undefinedRef('input.x'));
});

test('annotations hold for a document, a package, the packages below', () => {
  const block = (scope: string, rest: string) =>
    `# METADATA\n# scope: ${scope}\n# schemas:\n#   - input: {type: string}\n${rest}`;
  assert.equal(told(block('document', 'p if input == 1\np if input == 2')).length, 2);
  assert.equal(told(block('rule', 'p if input == 1\np if input == 2')).length, 1);
  const other = 'package a.b\nq if input == 1';
  assert.equal(told([block('package', 'package a\np if input == 1'), other]).length, 1);
  assert.equal(told([block('subpackages', 'package a\np if input == 1'), other]).length, 2);
});

test('what is no schema, or describes no document, is told', () => {
  assert.match(told('p := 1', { input: { type: 'x' } }).join(), /schema `input` cannot be used/);
  assert.match(told(annotated('input: 1', 'p := 1')).join(), /rego_parse_error invalid schema/);
  assert.match(told(annotated('foo: schema', 'p := 1')).join(), /invalid document reference/);
  assert.match(told(annotated('input: {type: 1}', 'p := 1')).join(), /the schema cannot be used/);
});
