import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { readAcknowledged } from '../../src/cli/acknowledged-changes.ts';
import type { DecisionChange } from '../../src/policy/decision-diff.ts';

function fileOf(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tf-acknowledged-')), 'changes');
  writeFileSync(file, text);
  return file;
}

function change(base: string, head: string, server: string, subject: string): DecisionChange {
  return { base, head, server, subject } as DecisionChange;
}

test('a line acknowledges one way of changing, by server and tool', () => {
  const knows = readAcknowledged(
    fileOf('# agreed\ndeny -> allow github/get_*  # lists\n\nallow->deny */x\n'),
  );
  assert.equal(knows(change('deny', 'allow', 'github', 'get_issue')), true);
  assert.equal(knows(change('deny', 'allow', 'gitlab', 'get_issue')), false);
  assert.equal(knows(change('deny', 'allow', 'github', 'delete')), false);
  assert.equal(knows(change('require_approval', 'allow', 'github', 'get_issue')), false);
  assert.equal(knows(change('allow', 'deny', 'any', 'x')), true);
});

for (const line of ['deny allow a/b', 'deny -> open a/b', 'deny -> allow a', 'x'])
  test(`no acknowledgement: ${line}`, () => {
    assert.throws(() => readAcknowledged(fileOf(`# one\n${line}\n`)), {
      code: 'tf_usage',
      message: /changes:2: expected `deny -> allow SERVER\/TOOL`/,
    });
  });

test('a file that is not there is an error', () => {
  assert.throws(() => readAcknowledged('/nonexistent/changes'), { code: 'tf_usage' });
});
