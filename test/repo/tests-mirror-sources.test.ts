import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import test from 'node:test';
import { packageRoot } from '../../src/base/package-root.ts';
import { SRC, sources } from '../support/sources.ts';

/** Files that only declare types or constants have nothing to run. */
function hasLogic(file: string): boolean {
  return /\bfunction\b|=>|\bclass\b/.test(
    readFileSync(file, 'utf8')
      .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
      .replace(/^export (interface|type)[\s\S]*?^}/gm, ''),
  );
}

/** Files that other tests run from the outside, with the test that does. */
const TESTED_ELSEWHERE: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(packageRoot, 'test', 'repo', 'tested-elsewhere.json'), 'utf8'),
);

function testOf(name: string): string {
  return join(packageRoot, 'test', TESTED_ELSEWHERE[name] ?? name.replace(/\.ts$/, '.test.ts'));
}

test('every source file with logic has a test of the same name, or says which test runs it', () => {
  const missing = sources(SRC)
    .filter(hasLogic)
    .map(file => relative(SRC, file))
    .filter(name => !existsSync(testOf(name)));
  assert.deepEqual(missing, []);
});

test('the list of files tested elsewhere has no stale entry', () => {
  const stale = Object.keys(TESTED_ELSEWHERE).filter(
    name =>
      !existsSync(join(SRC, name)) ||
      existsSync(join(packageRoot, 'test', name.replace(/\.ts$/, '.test.ts'))),
  );
  assert.deepEqual(stale, []);
});
