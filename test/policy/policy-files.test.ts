import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { readPolicies } from '../../src/policy/policy-files.ts';

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tf-policies-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

describe('files that are named themselves', () => {
  it('are what their names say, a module otherwise', () => {
    const folder = folderOf({
      'a/x.rego': 'x',
      'a/x_test.rego': 't',
      'a/data.json': '{}',
      'a/x.txt': 'y',
    });
    const kinds = ['x.rego', 'x_test.rego', 'data.json', 'x.txt'].flatMap(name =>
      readPolicies(join(folder, 'a', name)).map(({ path, kind }) => [path, kind]),
    );
    assert.deepEqual(kinds, [
      ['x.rego', 'module'],
      ['x_test.rego', 'test'],
      ['data.json', 'data'],
      ['x.txt', 'module'],
    ]);
  });
});

describe('policy folders', () => {
  it('have modules, tests and data, sorted', () => {
    const folder = folderOf({
      'b.rego': 'b',
      'a/x.rego': 'x',
      'a/x_test.rego': 'test',
      'a/data.json': '{}',
      'data.yaml': '',
      'data.yml': '',
      'notes.md': '',
      'other.json': '{}',
      '.git/hidden.rego': '',
      '.hidden.rego': '',
    });
    assert.deepEqual(
      readPolicies(folder).map(({ path, kind, bytes }) => [path, kind, bytes.toString()]),
      [
        ['a/data.json', 'data', '{}'],
        ['a/x.rego', 'module', 'x'],
        ['a/x_test.rego', 'test', 'test'],
        ['b.rego', 'module', 'b'],
        ['data.yaml', 'data', ''],
        ['data.yml', 'data', ''],
      ],
    );
  });

  it('may hold links to their own files, as Kubernetes mounts them', () => {
    const folder = folderOf({ '..2026/p.rego': 'p' });
    symlinkSync('..2026', join(folder, '..data'));
    symlinkSync('..data/p.rego', join(folder, 'p.rego'));
    assert.deepEqual(
      readPolicies(folder).map(({ path, bytes }) => [path, bytes.toString()]),
      [['p.rego', 'p']],
    );
  });

  it('may be reached through a link', () => {
    const folder = folderOf({ 'p.rego': 'p' });
    const link = join(folderOf({}), 'link');
    symlinkSync(folder, link);
    assert.equal(readPolicies(link).length, 1);
  });

  it('may not hold links out of them, to folders, or to nothing', () => {
    for (const target of [join(folderOf({ 'p.rego': 'p' }), 'p.rego'), '.', 'missing']) {
      const folder = folderOf({});
      symlinkSync(target, join(folder, 'p.rego'));
      assert.throws(() => readPolicies(folder), { name: 'TfError', code: 'tf_policy_load' });
    }
  });

  it('must exist', () => {
    assert.throws(() => readPolicies('/nonexistent/tf'), { code: 'tf_policy_load' });
  });

  it('have files of a bounded size', () => {
    const folder = folderOf({ 'p.rego': '' });
    truncateSync(join(folder, 'p.rego'), 9 * 1024 * 1024);
    assert.throws(() => readPolicies(folder), /p\.rego is larger than 8388608 bytes/);
  });
});
