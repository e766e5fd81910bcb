import assert from 'node:assert/strict';
import test from 'node:test';
import { runtimeFinding } from '../../../src/cli/doctor/runtime-checks.ts';
import { probeRuntimes } from '../../../src/cli/doctor/runtime-probe.ts';
import { KNOWN_LIMITS, RUNTIMES, type Runtime } from '../../../src/cli/doctor/runtimes.ts';

const runtime: Runtime = { name: 'r', command: 'r', args: () => [], loopback: 'rename it' };

const TABLE = [
  { seen: { http: true, https: true, loopback: true }, status: 'ok' },
  { seen: { http: true, https: true, loopback: false }, status: 'warning', hint: 'rename it' },
  { seen: { http: true, https: false, loopback: true }, status: 'failure' },
  { seen: { http: false, https: false, loopback: false }, status: 'failure' },
];

for (const { seen, status, hint } of TABLE)
  test(`${JSON.stringify(seen)} is ${status}`, () => {
    const finding = runtimeFinding({ runtime, seen });
    assert.equal(finding.status, status);
    if (hint !== undefined) assert.equal(finding.hint, hint);
  });

/** A Node that opens its own socket, whatever its environment says. */
const ownSocket: Runtime = {
  name: 'own socket',
  command: 'node',
  args: url => [
    '-e',
    `const u = new URL('${url}'); const s = require('net').connect(u.port || 80, u.hostname, () => s.end('GET ' + u.pathname + ' HTTP/1.1\\r\\nhost: ' + u.host + '\\r\\nconnection: close\\r\\n\\r\\n')); s.resume(); s.on('error', () => {})`,
  ],
};

test('a runtime is seen that uses the proxy and trusts it; one that opens its own sockets is not', async () => {
  const nodes = RUNTIMES.filter(({ command }) => command === 'node');
  const probed = await probeRuntimes([...nodes, ownSocket], process.env);
  assert.deepEqual(
    probed.map(each => [each.runtime.name, each.seen]),
    [
      ...nodes.map(({ name }) => [name, { http: true, https: true, loopback: true }]),
      ['own socket', { http: false, https: false, loopback: false }],
    ],
  );
});

test('what is not installed is not tried', async () => {
  const absent = { ...runtime, command: 'tf-no-such-command' };
  assert.deepEqual(await probeRuntimes([absent], process.env), []);
});

test('no runtime has two rows', () => {
  const names = [...RUNTIMES, ...KNOWN_LIMITS].map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});
