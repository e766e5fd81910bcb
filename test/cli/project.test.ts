import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { findProject } from '../../src/cli/project.ts';

test('the nearest configuration upwards is the project', () => {
  const root = mkdtempSync(join(tmpdir(), 'tf-project-'));
  const deep = join(root, 'a', 'b');
  mkdirSync(deep, { recursive: true });
  assert.equal(findProject(undefined, deep).configFile, undefined);
  assert.equal(findProject(undefined, deep).folder, deep);
  writeFileSync(join(root, 'tameflare.yaml'), 'version: 1\n');
  const project = findProject(undefined, deep);
  assert.equal(project.configFile, join(root, 'tameflare.yaml'));
  assert.equal(project.state.path, process.env['TF_HOME'] ?? join(root, '.tameflare'));
});

test('a named file is taken as it is, relative to the working directory', () => {
  assert.equal(findProject('other.yaml', '/somewhere').configFile, '/somewhere/other.yaml');
});
