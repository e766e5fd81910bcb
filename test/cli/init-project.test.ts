import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { initProject } from '../../src/cli/init-project.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'tf-init-'));

test('a new project gets a configuration, a policy with its test, and .gitignore', () => {
  const where = folder();
  const steps = initProject(where, false);
  assert.deepEqual(
    steps.map(step => `${step.done} ${step.path}`),
    [
      'wrote tameflare.yaml',
      'wrote policies/paths.rego',
      'wrote policies/paths_test.rego',
      'wrote policies/calls.fixture.yaml',
      'wrote .gitignore',
    ],
  );
  for (const { path } of steps) assert.ok(existsSync(join(where, path)));
});

test('an existing file stops it before anything is written, unless forced', () => {
  const where = folder();
  writeFileSync(join(where, 'tameflare.yaml'), 'mine');
  assert.throws(() => initProject(where, false), {
    code: 'tf_usage',
    message: /tameflare\.yaml already there/,
  });
  assert.equal(readFileSync(join(where, 'tameflare.yaml'), 'utf8'), 'mine');
  assert.equal(existsSync(join(where, 'policies')), false);
  initProject(where, true);
  assert.notEqual(readFileSync(join(where, 'tameflare.yaml'), 'utf8'), 'mine');
});

test('an existing .gitignore is added to, once', () => {
  const where = folder();
  writeFileSync(join(where, '.gitignore'), 'node_modules');
  initProject(where, false);
  const once = readFileSync(join(where, '.gitignore'), 'utf8');
  assert.match(once, /^node_modules\n# .*\n\.tameflare\/\n$/);
  assert.equal(initProject(where, true).at(-1)?.done, 'kept');
  assert.equal(readFileSync(join(where, '.gitignore'), 'utf8'), once);
});
