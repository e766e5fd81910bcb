/** `tf doctor` in projects that are in order, and in ones that are not. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { addKill } from '../../src/gateway/kill-file.ts';
import { ensureOperator } from '../../src/gateway/operator-key.ts';
import { stateFolder } from '../../src/gateway/state-folder.ts';
import { openAuthority } from '../../src/proxy/certificate-authority.ts';
import { projectFolder, runTf } from '../support/tf-command.ts';

interface Report {
  readonly ok: boolean;
  readonly checks: readonly { name: string; status: string; message: string; hint?: string }[];
}

const CONFIG = `version: 1
agent: bot
servers:
  - { name: main, url: "https://mcp.example/mcp" }
rules:
  - { action: "mcp.*", effect: allow }
`;

async function doctor(folder: string): Promise<Report & { code: number | null }> {
  const { out, code } = await runTf(folder, ['doctor', '--no-runtimes', '--json']);
  return { ...(JSON.parse(out) as Report), code };
}

function statusOf(report: Report, name: string): string {
  const found = report.checks.find(each => each.name === name);
  return `${found?.status}: ${found?.message}`;
}

function project(config = CONFIG): { folder: string; state: ReturnType<typeof stateFolder> } {
  const folder = projectFolder({ 'tameflare.yaml': config });
  const state = stateFolder(folder, {});
  mkdirSync(state.path, { mode: 0o700 });
  return { folder, state };
}

test('a project in order passes every check', async () => {
  const { folder, state } = project();
  openAuthority(state.ca);
  ensureOperator(state, 'me');
  const report = await doctor(folder);
  assert.deepEqual([report.ok, report.code], [true, 0]);
  for (const { name, status, message } of report.checks)
    assert.equal(status, 'ok', `${name}: ${message}`);
  assert.match(statusOf(report, 'configuration'), /1 server, 1 rule$/);
  assert.equal(statusOf(report, 'operators'), 'ok: 1 operator');
});

const BROKEN: readonly {
  readonly what: string;
  readonly config?: string;
  readonly break?: (state: ReturnType<typeof stateFolder>) => void;
  readonly check: string;
  readonly says: RegExp;
}[] = [
  {
    what: 'a configuration with a key that is none',
    config: `${CONFIG}rulez: []\n`,
    check: 'configuration',
    says: /^failure: .*rulez/s,
  },
  {
    what: 'policies that are not there',
    config: `${CONFIG}policies: [./policies]\n`,
    check: 'policies',
    says: /^failure: .*policies/,
  },
  {
    what: 'a credential without a vault',
    config: CONFIG.replace('/mcp" }', '/mcp", credential: token }'),
    check: 'vault',
    says: /^failure: .*no entry `token`/,
  },
  {
    what: 'a vault that is none',
    break: state => writeFileSync(state.vault, 'x', { mode: 0o600 }),
    check: 'vault',
    says: /^failure: /,
  },
  {
    what: 'a state folder that others can look into',
    break: state => chmodSync(state.path, 0o755),
    check: 'state',
    says: /^failure: others can look into/,
  },
  {
    what: 'a state file that others could read',
    break: state => writeFileSync(state.operators, '{"operators":[]}', { mode: 0o644 }),
    check: 'state',
    says: /^warning: others could read .*operators\.json/,
  },
  {
    what: 'half an authority',
    break: state => mkdirSync(state.ca),
    check: 'authority',
    says: /^failure: .*ca\.key/,
  },
  {
    what: 'a kill in force',
    break: state => {
      mkdirSync(join(state.kills, '..'), { recursive: true });
      addKill(state.kills, { scope: 'all', by: 'me', at: '2026-01-01T00:00:00Z' });
    },
    check: 'kill switch',
    says: /^warning: 1 kill in force/,
  },
];

for (const { what, config, break: harm, check, says } of BROKEN)
  test(`it finds ${what}`, async () => {
    const { folder, state } = project(config);
    harm?.(state);
    const report = await doctor(folder);
    assert.match(statusOf(report, check), says);
    const failed = says.source.startsWith('^failure');
    assert.deepEqual([report.ok, report.code], [!failed, failed ? 1 : 0]);
  });

test('for people it says what to do, and which runtimes would be seen', async () => {
  const { folder, state } = project();
  chmodSync(state.path, 0o755);
  const { out, code } = await runTf(folder, ['doctor']);
  assert.match(out, /^FAIL {2}state .*others can look into/m);
  assert.match(out, /^ +chmod 700 /m);
  assert.match(out, /^ok {4}Node: fetch +its traffic goes through the proxy$/m);
  assert.match(out, /^\d+ checks: 1 failed, \d+ warnings$/m);
  assert.equal(code, 1);
});
