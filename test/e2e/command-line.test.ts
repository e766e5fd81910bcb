/** `tf` as people use it: real processes, real exit codes. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import test, { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebAssembly } from '../../src/wasm/web-assembly.ts';
import { type McpTestServer, startMcpServer } from '../support/mcp-server.ts';
import { runTf, startTf, TF } from '../support/tf-command.ts';

const tf = (folder: string, ...args: string[]) => runTf(folder, args);

const CALL = `
const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: process.argv[3], arguments: {} } };
const accept = process.argv[4] ?? 'application/json, text/event-stream';
const headers = { 'content-type': 'application/json', accept };
const reply = await fetch(process.argv[2], { method: 'POST', headers, body: JSON.stringify(call) });
console.log((await reply.text()).includes(process.argv[3] + ' ran') ? 'ran' : 'refused');
`;

let server: McpTestServer;

before(async () => {
  server = await startMcpServer();
});
after(() => server.close());

function project(extra: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'tf-cli-'));
  const files = {
    'tameflare.yaml': `version: 1
agent: cli-agent
servers:
  - { name: things, url: "${server.url}" }
rules:
  - { tool: get_thing, effect: allow }
  - { tool: ask_first, effect: require_approval }
`,
    'call.mjs': CALL,
    ...extra,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

test('a wrong command line exits 1 and says how to get help', async () => {
  const { code, err } = await tf('.', 'rnu');
  assert.equal(code, 1);
  assert.match(err, /unknown command 'rnu'.*run/s);
});

test('`tf run` governs the child, passes its exit code on, and sums up', async () => {
  const folder = project();
  const allowed = await tf(
    folder,
    'run',
    '--',
    process.execPath,
    'call.mjs',
    server.url,
    'get_thing',
  );
  assert.deepEqual([allowed.code, allowed.out], [0, 'ran\n']);
  assert.match(allowed.err, /tf: 1 recorded: 1 allowed; see `tf logs`/);
  const failing = await tf(
    folder,
    'run',
    '--quiet',
    '--',
    process.execPath,
    '-e',
    'process.exit(42)',
  );
  assert.deepEqual([failing.code, failing.err], [42, '']);
});

test('options after the command belong to the command', async () => {
  const { out } = await tf(project(), 'run', process.execPath, '-p', '"--quiet given"');
  assert.equal(out, '--quiet given\n');
});

test('our own failures have their own exit codes', async () => {
  const invalid = await tf(
    project({ 'tameflare.yaml': 'version: 1\nservres: []\n' }),
    'run',
    '--',
    'true',
  );
  assert.equal(invalid.code, 70);
  assert.match(invalid.err, /tameflare\.yaml:2:1: .*`servres`.*`servers`/s);
  const missing = await tf(project(), 'run', '--', 'no-such-command-at-all');
  assert.equal(missing.code, 72);
  assert.match(missing.err, /no-such-command-at-all.*command not found/);
  const policy = await tf(
    project({
      'tameflare.yaml': 'version: 1\npolicies: [./p]\n',
      'p/x.rego': 'package policies.x\n\nallow if y == 1\n',
    }),
    'run',
    '--',
    'true',
  );
  assert.equal(policy.code, 70);
  assert.match(policy.err, /p\/x\.rego:3:10: rego_unsafe_var_error: /);
  const audit = await tf(
    project({ 'tameflare.yaml': 'version: 1\naudit: { file: /dev/null/audit }\n' }),
    'run',
    '--',
    'true',
  );
  assert.equal(audit.code, 73);
  const authority = await tf(project({ '.tameflare/ca/ca.key': 'junk' }), 'run', '--', 'true');
  assert.equal(authority.code, 71);
  assert.match(authority.err, /^tf: `.*\.tameflare\/ca/);
});

test('a signal reaches the child; its death by one is 128 and the signal’s number', async () => {
  const child = spawn(
    process.execPath,
    [
      TF,
      'run',
      '--',
      process.execPath,
      '-e',
      "process.on('SIGTERM', () => { console.log('asked'); process.exit(9); }); console.log('ready'); setInterval(() => {}, 1000)",
    ],
    { cwd: project(), stdio: ['ignore', 'pipe', 'ignore'] },
  );
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8');
    if (out === 'ready\n') child.kill('SIGTERM');
  });
  const [code] = (await once(child, 'close')) as [number];
  assert.deepEqual([code, out], [9, 'ready\nasked\n']);
  const killed = await tf(
    project(),
    'run',
    '--',
    process.execPath,
    '-e',
    'process.kill(process.pid, "SIGKILL")',
  );
  assert.equal(killed.code, 137);
});

test('without a tameflare.yaml the built-in rules hold', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tf-cli-'));
  writeFileSync(join(folder, 'call.mjs'), CALL);
  const { out } = await tf(
    folder,
    'run',
    '--',
    process.execPath,
    'call.mjs',
    server.url,
    'delete_thing',
    // A client without event streams is not held: it is told at once that a person must approve.
    'application/json',
  );
  assert.equal(out, 'refused\n');
});

async function waitFor<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 60; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error('it never came');
}

test('the operator’s commands: status, approvals, logs', async t => {
  const folder = project();
  const watch = startTf(folder, ['approvals', 'watch', '--json']);
  t.after(() => watch.kill());
  const watched = createInterface({ input: watch.stdout! })[Symbol.asyncIterator]();
  const nextWatched = async () =>
    JSON.parse((await watched.next()).value as string) as { id: string; status: string };
  const running = tf(folder, 'run', '--', process.execPath, 'call.mjs', server.url, 'ask_first');
  const id = await waitFor(async () => {
    const { approvals } = JSON.parse(
      (await tf(folder, 'approvals', 'list', '--json')).out || '{"approvals":[]}',
    ) as { approvals: { id: string }[] };
    return approvals[0]?.id;
  });
  const pending = await nextWatched();
  assert.deepEqual([pending.id, pending.status], [id, 'pending']);
  const status = await tf(folder, 'status');
  assert.match(
    status.out,
    /cli-agent: .*call\.mjs.*\n.*proxy {5}127\.0\.0\.1:\d+\n.*revision.*\n.*\n {2}waiting {3}1/,
  );
  const shown = await tf(folder, 'approvals', 'show', id);
  assert.match(shown.out, /tool {8}ask_first/);
  assert.match(
    (await tf(folder, 'approvals', 'approve', id, '--note', 'fine')).out,
    /^approved \w+: ask_first on things\n$/,
  );
  assert.equal((await running).out, 'ran\n');
  assert.match((await tf(folder, 'status')).out, /^nothing runs under /);
  const gone = await tf(folder, 'approvals', 'list');
  assert.equal(gone.code, 1);
  assert.match(gone.err, /nothing runs under/);
  assert.match(
    (await tf(folder, 'logs')).out,
    /allowed {11}things: ask_first \{\} {2}200 in \d+ ms\n$/,
  );
  assert.equal((await tf(folder, 'logs', '--outcome', 'denied_by_rule')).out, '');
  const [record] = (
    await tf(folder, 'logs', '--json', '--tool', 'ask_*', '--since', '10m')
  ).out.split('\n');
  const { decision_id: reference } = JSON.parse(record!) as { decision_id: string };
  const one = await tf(folder, 'logs', 'show', reference.slice(0, 20));
  assert.match(one.out, new RegExp(`^${reference}\nwhen .*\noutcome {4}allowed\n`));
  assert.equal((await tf(folder, 'logs', 'show', reference, '--json')).out, `${record}\n`);
  const exported = await tf(folder, 'logs', '--format', 'opa', '--lines', 'all');
  assert.equal((JSON.parse(exported.out) as { decision_id: string }).decision_id, reference);
  assert.match((await tf(folder, 'logs', 'show', 'nope')).err, /the audit has no record `nope`/);
  assert.match((await tf(folder, 'logs', '--since', 'noon')).err, /must be like 90s/);
  assert.match((await tf(folder, 'audit', 'verify')).out, /^1 records, 0 faults\n$/);
  writeFileSync(
    join(folder, '.tameflare', 'audit.ndjson'),
    readFileSync(join(folder, '.tameflare', 'audit.ndjson'), 'utf8').replace(
      'ask_first',
      'get_thing',
    ),
  );
  const broken = await tf(folder, 'audit', 'verify', '--json');
  assert.equal(broken.code, 1);
  assert.deepEqual((JSON.parse(broken.out) as { faults: object[] }).faults, [
    {
      file: join(folder, '.tameflare', 'audit.ndjson'),
      line: 1,
      message: 'this record was changed',
    },
  ]);
});

test('`tf init` writes a project whose policies pass their tests', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tf-cli-'));
  assert.equal((await tf(folder, 'init')).code, 0);
  const tested = await tf(folder, 'policy', 'test');
  assert.deepEqual([tested.code, tested.out], [0, '6 passed, 0 failed, 0 skipped\n']);
  assert.equal((await tf(folder, 'policy', 'check')).code, 0);
  assert.equal((await tf(folder, 'init')).code, 1);
  assert.equal((await tf(folder, 'run', '--', 'true')).code, 0);
});

test('`tf policy test` exits 2 when a test fails and 1 when it does not load', async () => {
  const folder = project({
    'p/a_test.rego':
      'package a_test\n\ntest_good if 1 == 1\n\ntest_bad if 1 == 2\n\ntodo_test_later if false\n',
    'q/b.rego': 'package b\n\nallow if {',
  });
  const failed = await tf(folder, 'policy', 'test', 'p');
  assert.equal(failed.code, 2);
  assert.match(
    failed.out,
    /^FAIL {2}data\.a_test\.test_bad \(p\/a_test\.rego:5, .*\nSKIP {2}data\.a_test\.todo_test_later .*\n1 passed, 1 failed, 1 skipped\n$/,
  );
  const broken = await tf(folder, 'policy', 'test', 'q');
  assert.equal(broken.code, 1);
  assert.match(broken.err, /q\/b\.rego:3:\d+: rego_parse_error/);
});

test('`tf policy check --json` prints errors with their places', async () => {
  const folder = project({
    'p/a.rego': 'package a\n\np if input.nam == 1\n\nq if input.x\n',
    'v0/a.rego': 'package a\n\np { input.x }\n',
    'schema.json': '{"properties": {"name": {"type": "string"}}}',
    'small.json': '{"builtins": [{"name": "eq"}], "features": []}',
  });
  const check = (...args: string[]) => tf(folder, 'policy', 'check', ...args);
  const { code, out } = await check('--json', '--schema', 'schema.json', '-m', '1', 'p');
  const { errors, omitted } = JSON.parse(out) as { errors: unknown[]; omitted: number };
  assert.deepEqual([code, omitted], [1, 1]);
  assert.deepEqual(errors, [
    {
      code: 'rego_type_error',
      message: 'undefined ref: `input.nam`',
      file: 'p/a.rego',
      line: 3,
      column: 6,
      end: { line: 3, column: 15 },
      hint: 'did you mean `name`?',
    },
  ]);
  assert.equal((await check('--json', 'p')).code, 0);
  assert.equal((await check('v0')).code, 1);
  assert.equal((await check('--v0-compatible', 'v0')).code, 0);
  const limited = await check('--capabilities', 'small.json', 'p');
  assert.match(limited.err, /needs the capability `rego_v1`/);
  assert.match((await check('--max-errors', 'x', 'p')).err, /must be a number/);
});

test('`tf policy eval` and `build`', async () => {
  const folder = project({
    'p/a.rego': 'package policies.a\n\ndeny contains "no" if input.x > 1\n',
    'input.json': '{"x":2}',
  });
  const query = ['policy', 'eval', 'data.policies.a.deny', 'p', '--input'];
  const value = await tf(folder, ...query, 'input.json');
  assert.deepEqual([value.code, value.out], [0, '["no"]\n']);
  const missing = await tf(folder, ...query, 'nope.json');
  assert.equal(missing.code, 1);
  assert.match(missing.err, /^tf: the input can't be read: ENOENT.*\n$/);
  const built = await tf(
    folder,
    'policy',
    'build',
    'p',
    '--entrypoint',
    'policies/a/deny',
    '--output',
    'a.wasm',
  );
  assert.equal(built.code, 0);
  assert.ok(existsSync(join(folder, 'a.wasm')));
  assert.equal(WebAssembly.validate(readFileSync(join(folder, 'a.wasm'))), true);
});

test('`tf completion` prints a script for each shell, and names them when asked for another', async () => {
  const folder = project({});
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out } = await tf(folder, 'completion', shell);
    assert.equal(code, 0);
    assert.match(out, new RegExp(`# tf completion ${shell}: `));
  }
  const other = await tf(folder, 'completion', 'cmd');
  assert.equal(other.code, 1);
  assert.match(other.err, /bash, zsh, fish/);
});
