import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { loadBundle } from '../../src/policy/bundle.ts';
import { RegoError } from '../../src/rego/rego-error.ts';
import { toJson } from '../../src/value/json.ts';

function projectOf(files: Readonly<Record<string, string>>): string {
  const project = mkdtempSync(join(tmpdir(), 'tf-bundle-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  return project;
}

const FILES = {
  'policies/b.rego': 'package policies.b\n\nallow := true\n',
  'policies/a.rego': 'package policies.a\n\nimport data.limits\n\nallow := true\n',
  'policies/a_test.rego': 'package policies.a_test\n',
  'policies/limits/data.json': '{"max": 3}',
};

function load(files: Readonly<Record<string, string>>) {
  const project = projectOf(files);
  return loadBundle([join(project, 'policies')], project);
}

describe('a bundle', () => {
  it('has modules by name, tests apart, and the shipped main module', () => {
    const bundle = load(FILES);
    assert.deepEqual(Object.keys(bundle.modules), [
      'tameflare/main.rego',
      'policies/a.rego',
      'policies/b.rego',
    ]);
    assert.deepEqual(Object.keys(bundle.tests), ['policies/a_test.rego']);
    assert.equal(bundle.parsed.length, 3);
    assert.equal(toJson(bundle.data), '{"limits":{"max":3}}');
  });

  it('may bring its own main module', () => {
    const own = 'package tameflare\n\ndecision := {"effect": "deny", "reasons": []}\n';
    const bundle = load({ 'policies/own.rego': own });
    assert.deepEqual(Object.keys(bundle.modules), ['policies/own.rego']);
  });

  it('has a revision of what decides, wherever it lies', () => {
    const { revision } = load(FILES);
    assert.match(revision, /^[0-9a-f]{64}$/);
    assert.equal(load(FILES).revision, revision);
    assert.equal(load({ ...FILES, 'policies/a_test.rego': '' }).revision, revision);
    assert.equal(load({ ...FILES, 'policies/README.md': '' }).revision, revision);
    for (const change of [
      { 'policies/b.rego': 'package policies.b\n' },
      { 'policies/limits/data.json': '{"max": 4}' },
      { 'policies/c.rego': 'package policies.c\n' },
    ]) {
      assert.notEqual(load({ ...FILES, ...change }).revision, revision);
    }
  });

  it('tells the syntax errors of all its modules', () => {
    const files = { 'policies/x.rego': 'package x\n\np := ', 'policies/y.rego': 'q := 1\n' };
    assert.throws(
      () => load(files),
      (thrown: unknown) =>
        thrown instanceof RegoError &&
        ['policies/x.rego', 'policies/y.rego'].every(name =>
          thrown.diagnostics.some(({ span }) => span?.source.name === name),
        ),
    );
  });

  for (const name of ['policies', 'policies.team.github']) {
    it(`refuses objections in package ${name}, which is never asked`, () => {
      const files = { 'policies/x.rego': `package ${name}\n\nhelper := 1\n\ndeny contains "no"\n` };
      assert.throws(
        () => load(files),
        /^RegoError: policies\/x\.rego:5:1: tf_policy_invalid: `deny` of package `policies[.\w]*` is never asked for/,
      );
    });
  }

  it('may have helpers in packages below', () => {
    assert.ok(load({ 'policies/x.rego': 'package policies.lib.paths\n\nsafe(p) := p\n' }));
  });
});
