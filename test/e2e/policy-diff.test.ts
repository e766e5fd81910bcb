import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { openAuditLog } from '../../src/audit/log.ts';
import { callOf } from '../support/policy-documents.ts';
import { runTf } from '../support/tf-command.ts';

const CONFIG = `version: 1
servers:
  - { name: github, url: "https://github.example.com/mcp" }
rules:
  - { tool: "get_*", effect: allow }
policies: [./policies]
`;

function policy(branch: string): string {
  return `package policies.a\n\ndeny contains "not that branch" if input.tool.arguments.head == "${branch}"\n`;
}

function git(folder: string, ...args: readonly string[]): void {
  const names = [
    '-c',
    'user.name=t',
    '-c',
    'user.email=t@example.com',
    '-c',
    'commit.gpgsign=false',
  ];
  execFileSync('git', ['-C', folder, ...names, ...args], { stdio: 'pipe' });
}

/** A repository whose one commit forbids `main`, whose working directory forbids `trunk`, and two recorded calls. */
function repository(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tf-diff-'));
  mkdirSync(join(folder, 'policies'));
  writeFileSync(join(folder, 'tameflare.yaml'), CONFIG);
  writeFileSync(join(folder, 'policies', 'a.rego'), policy('main'));
  writeFileSync(join(folder, '.gitignore'), '.tameflare/\n');
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'one');
  writeFileSync(join(folder, 'policies', 'a.rego'), policy('trunk'));
  const log = openAuditLog(join(folder, '.tameflare', 'audit.ndjson'));
  for (const [id, head] of [
    ['1', 'main'],
    ['2', 'topic'],
  ] as const) {
    log.record({
      decision_id: id,
      timestamp: '2026-01-01T00:00:00.000Z',
      path: 'tameflare/decision',
      input: JSON.parse(JSON.stringify(callOf({ name: 'get_issue', arguments: { head } }))),
      result: {},
      labels: {},
      bundles: {},
      requested_by: 'run',
      metrics: {},
      masked: [],
      erased: [],
      outcome: 'allowed',
    });
  }
  log.close();
  return folder;
}

test('a call that was refused and would be allowed now fails the gate, unless it is agreed to', async () => {
  const folder = repository();
  const opened = await runTf(folder, ['policy', 'diff', 'HEAD']);
  assert.match(opened.out, /^DENY → ALLOW .*github: get_issue {2}1 call$/m);
  assert.match(opened.out, /before: not that branch \(.*policies\/a\.rego:3\)/);
  assert.match(opened.out, /^2 calls replayed \(2 distinct\), 1 decided otherwise$/m);
  assert.equal(opened.code, 2);
  writeFileSync(join(folder, 'agreed'), 'deny -> allow github/get_*\n');
  const agreed = await runTf(folder, [
    'policy',
    'diff',
    'HEAD',
    '--acknowledged',
    'agreed',
    '--json',
  ]);
  assert.equal(agreed.code, 0);
  assert.equal(JSON.parse(agreed.out).changes[0].acknowledged, true);
  const closed = await runTf(folder, ['policy', 'diff', '.', 'HEAD']);
  assert.match(closed.out, /^ALLOW → DENY/m);
  assert.equal(closed.code, 0);
  assert.equal(
    (await runTf(folder, ['policy', 'diff', 'HEAD', 'HEAD', '--fail-on', 'any'])).code,
    0,
  );
});

test('what is no version of the project is an error, and nothing is left behind', async () => {
  const folder = repository();
  const unknown = await runTf(folder, ['policy', 'diff', '--end-of-options']);
  assert.equal(unknown.code, 1);
  const missing = await runTf(folder, ['policy', 'diff', 'nosuch']);
  assert.match(missing.err, /`nosuch` is neither a folder with a tameflare\.yaml nor a revision/);
  assert.equal(missing.code, 1);
  const bare = mkdtempSync(join(tmpdir(), 'tf-diff-none-'));
  assert.match(
    (await runTf(bare, ['policy', 'diff', 'HEAD'])).err,
    /there is no `tameflare\.yaml` here/,
  );
  assert.deepEqual(
    readdirSync(tmpdir()).filter(name => name.startsWith('tf-revision-')),
    [],
  );
});
