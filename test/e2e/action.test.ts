/* The GitHub action: its steps are run here as a runner would run them, with this package in place of npm's. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { parse } from 'yaml';
import { openAuditLog } from '../../src/audit/log.ts';
import { packageRoot } from '../../src/base/package-root.ts';
import { callOf } from '../support/policy-documents.ts';
import { TF } from '../support/tf-command.ts';

interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const action = parse(readFileSync(join(packageRoot, 'action.yml'), 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
};

const CONFIG = `version: 1
servers:
  - { name: github, url: "https://github.example.com/mcp" }
rules:
  - { tool: "get_*", effect: allow }
policies: [./policies]
`;

const POLICY = 'package policies.a\n\ndeny contains "no" if input.tool.name == "get_issue"\n';
const TEST =
  'package policies.a_test\n\ntest_no if count(data.policies.a.deny) == 1 with input as {"tool": {"name": "get_issue"}}\n';

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

function repository(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tf-action-'));
  mkdirSync(join(folder, 'policies'));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'tf'), `#!/bin/sh\nexec "${process.execPath}" "${TF}" "$@"\n`);
  chmodSync(join(folder, 'bin', 'tf'), 0o755);
  writeFileSync(join(folder, 'tameflare.yaml'), CONFIG);
  writeFileSync(join(folder, 'policies', 'a.rego'), POLICY);
  writeFileSync(join(folder, 'policies', 'a_test.rego'), TEST);
  const log = openAuditLog(join(folder, 'calls.ndjson'));
  log.record({
    decision_id: '1',
    timestamp: '2026-01-01T00:00:00.000Z',
    path: 'tameflare/decision',
    input: JSON.parse(JSON.stringify(callOf({ name: 'get_issue', arguments: {} }))),
    result: {},
    labels: {},
    bundles: {},
    requested_by: 'run',
    metrics: {},
    masked: [],
    erased: [],
    outcome: 'allowed',
  });
  log.close();
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'one');
  return folder;
}

/** A step's environment: `${{ inputs.x }}` replaced as GitHub does. */
function environment(step: Step, inputs: Readonly<Record<string, string>>): Record<string, string> {
  const value = (text: string) =>
    text.replace(
      /\$\{\{ inputs\.([\w-]+) \}\}/g,
      (_, name: string) => inputs[name] ?? action.inputs[name]!.default,
    );
  return Object.fromEntries(
    Object.entries(step.env ?? {}).map(([name, text]) => [name, value(text)]),
  );
}

function runStep(folder: string, name: string, inputs: Readonly<Record<string, string>>) {
  const step = action.runs.steps.find(each => each.name === name)!;
  const path = `${join(folder, 'bin')}:${process.env['PATH']}`;
  const summary = join(folder, 'summary.md');
  writeFileSync(summary, '');
  const { status, stdout } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run!],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        ...environment(step, inputs),
        PATH: path,
        GITHUB_STEP_SUMMARY: summary,
      },
    },
  );
  return { status, stdout, summary: readFileSync(summary, 'utf8') };
}

test('a pull request that lets a recorded call through fails, with the diff in the summary', () => {
  const folder = repository();
  const inputs = { base: 'HEAD', replay: 'calls.ndjson' };
  assert.equal(runStep(folder, 'Check', inputs).status, 0);
  assert.equal(runStep(folder, 'Test', inputs).status, 0);
  assert.equal(runStep(folder, 'Compare', inputs).status, 0);
  writeFileSync(join(folder, 'policies', 'a.rego'), POLICY.replace('get_issue', 'get_nothing'));
  const tested = runStep(folder, 'Test', inputs);
  assert.equal(tested.status, 2);
  assert.match(tested.stdout, /^::error file=policies\/a_test\.rego,line=3::/m);
  const compared = runStep(folder, 'Compare', inputs);
  assert.equal(compared.status, 2);
  assert.match(compared.summary, /\| ⚠ DENY → ALLOW \| github \|/);
  writeFileSync(join(folder, 'agreed'), 'deny -> allow github/get_issue\n');
  assert.equal(runStep(folder, 'Compare', { ...inputs, acknowledged: 'agreed' }).status, 0);
});
