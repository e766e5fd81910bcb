import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readCapabilities, readSchemas } from '../../src/policy/compiler-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'tf-compiler-files-'));
mkdirSync(join(folder, 'schemas', 'acl'), { recursive: true });

function write(path: string, text: string): string {
  const file = join(folder, path);
  writeFileSync(file, text);
  return file;
}

test('a file is the schema of the input, a folder names its files', () => {
  const file = write('schemas/request.json', '{"type": "object"}');
  write('schemas/acl/users.yaml', 'type: array');
  write('schemas/README.md', 'no schema');
  assert.deepEqual(readSchemas(file), { schema: { type: 'object' } });
  assert.deepEqual(readSchemas(join(folder, 'schemas')), {
    'schema.acl.users': { type: 'array' },
    'schema.request': { type: 'object' },
  });
});

test('a capabilities document lists builtins', () => {
  const good = write('good.json', '{"builtins": [{"name": "count"}], "features": ["rego_v1"]}');
  assert.deepEqual(
    readCapabilities(good).builtins.map(({ name }) => name),
    ['count'],
  );
});

for (const text of ['{', '[]', 'null', '{"builtins": [1]}', '{"builtins": [], "features": 1}']) {
  test(`no capabilities: ${text}`, () => {
    const file = write('bad.json', text);
    assert.throws(() => readCapabilities(file), { code: 'tf_policy_load', message: /bad\.json/ });
  });
}

test('a path that is not there is told', () => {
  assert.throws(() => readSchemas(join(folder, 'missing')), { code: 'tf_policy_load' });
});
