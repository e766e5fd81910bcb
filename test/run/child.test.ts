import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { exitStatus, runChild } from '../../src/run/child.ts';
import { temporaryFolder } from './rig.ts';

const env = { PATH: process.env['PATH'] ?? '' };
const node = process.execPath;

const ENDS: readonly [name: string, script: string, status: number][] = [
  ['success', '', 0],
  ['an exit code', 'process.exit(42)', 42],
  ['a signal', 'process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1e3)', 143],
  ['a kill', 'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1e3)', 137],
];

for (const [name, script, status] of ENDS) {
  test(`a command that ends with ${name} gives ${status}`, async () => {
    const exit = await runChild({ command: node, args: ['-e', script], env });
    assert.equal(exitStatus(exit), status);
  });
}

test('a command that can’t be started says why', async t => {
  const folder = temporaryFolder(t);
  const script = join(folder, 'script.sh');
  writeFileSync(script, '#!/bin/sh\n', { mode: 0o644 });
  const start = (command: string) => runChild({ command, args: [], env });
  await assert.rejects(start('no-such-command'), {
    code: 'tf_run_spawn',
    message: '`no-such-command`: command not found',
  });
  await assert.rejects(start(script), { message: `\`${script}\`: permission denied` });
});

test('a command has its own environment and folder', async t => {
  const folder = temporaryFolder(t);
  const script = 'require("fs").writeFileSync("out", process.env.GREETING + process.cwd())';
  const child = { command: node, args: ['-e', script], env: { ...env, GREETING: 'hello' } };
  assert.deepEqual(await runChild({ ...child, cwd: folder }), { code: 0, signal: null });
  assert.equal(readFileSync(join(folder, 'out'), 'utf8'), `hello${folder}`);
});

const module = JSON.stringify(new URL('../../src/run/child.js', import.meta.url).href);
/** Traps a signal, says so, and ends with a code of its own. */
const TRAP = `for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])
  process.on(signal, () => { console.log('got ' + signal); process.exit(9); });
  console.log('ready'); setInterval(() => {}, 1e3);`;
const WRAPPER = `import { exitStatus, runChild } from ${module};
  const args = ['-e', ${JSON.stringify(TRAP)}];
  process.exitCode = exitStatus(await runChild({ command: process.execPath, args, env: {} }));`;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
  test(`${signal} reaches the command, which decides how to end`, async t => {
    const wrapper = spawn(node, ['--input-type=module', '-e', WRAPPER], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    t.after(() => wrapper.kill('SIGKILL'));
    const closed = once(wrapper, 'close');
    let output = '';
    for await (const chunk of wrapper.stdout) {
      output += chunk;
      if (output === 'ready\n') wrapper.kill(signal);
    }
    assert.deepEqual(await closed, [9, null]);
    assert.equal(output, `ready\ngot ${signal}\n`);
  });
}
