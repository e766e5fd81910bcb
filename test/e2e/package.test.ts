/** The tarball: installs alone, with production dependencies only, and governs from there. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { promisify } from 'node:util';
import { packageRoot } from '../../src/base/package-root.ts';
import { startMcpServer } from '../support/mcp-server.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'tf-package-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A child that makes one governed call with nothing but fetch. */
const AGENT = `
const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: process.argv[3], arguments: {} } };
const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const reply = await fetch(process.argv[2], { method: 'POST', headers, body: JSON.stringify(call) });
const text = await reply.text();
console.log(text.includes('get_thing ran') ? 'ran' : text.includes('The tool did not run') ? 'denied' : text);
process.exit(7);
`;

test('npm pack gives a tarball that runs from an empty folder', { timeout: 150_000 }, async () => {
  // The build is there already, and running it again would disturb the tests beside this one.
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
    cwd: packageRoot,
  });
  const tarball = readdirSync(folder).find(name => name.endsWith('.tgz'))!;
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  await run(
    'npm',
    ['install', '--omit=dev', '--no-audit', '--no-fund', '--prefer-offline', join(folder, tarball)],
    { cwd: folder },
  );
  const installed = readdirSync(join(folder, 'node_modules'));
  assert.equal(installed.includes('typescript'), false);

  const server = await startMcpServer();
  try {
    writeFileSync(
      join(folder, 'tameflare.yaml'),
      `version: 1\nservers:\n  - { name: things, url: "${server.url}" }\nrules:\n  - { tool: get_thing, effect: allow }\n`,
    );
    writeFileSync(join(folder, 'agent.mjs'), AGENT);
    for (const [tool, said] of [
      ['get_thing', 'ran'],
      ['delete_thing', 'denied'],
    ] as const) {
      const child = spawn(
        'npx',
        ['tf', 'run', '--', process.execPath, 'agent.mjs', server.url, tool],
        { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
      );
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8');
      });
      const [code] = (await once(child, 'close')) as [number];
      assert.equal(output.trim(), said);
      assert.equal(code, 7, 'the child’s own code');
    }
    assert.equal(server.ran.get('get_thing')?.count, 1);
    const audit = readFileSync(join(folder, '.tameflare', 'audit.ndjson'), 'utf8')
      .trimEnd()
      .split('\n');
    assert.deepEqual(
      audit.map(line => (JSON.parse(line) as { outcome: string }).outcome),
      ['allowed', 'denied_by_default'],
    );
    const { stdout } = await run(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        "import { compile, load } from 'tameflare/rego'; const p = load(compile({ modules: { 'a.rego': 'package a\\nallow if input.x == 1' }, entrypoints: ['a/allow'] })); console.log(JSON.stringify(p.evaluate({ x: 1 })));",
      ],
      { cwd: folder },
    );
    assert.equal(stdout.trim(), '{"kind":"defined","value":true}');
  } finally {
    await server.close();
  }
});
