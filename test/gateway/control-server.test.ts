import assert from 'node:assert/strict';
import { mkdtempSync, statSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { type Approval, createApprovals } from '../../src/approval/approvals.ts';
import { systemClock } from '../../src/base/clock.ts';
import { callControl } from '../../src/gateway/control-client.ts';
import { serveControl } from '../../src/gateway/control-server.ts';

const socket = join(mkdtempSync(join(tmpdir(), 'tf-control-')), 'control.sock');
const approvals = createApprovals(systemClock);
const subject = {
  agent: 'a',
  server: 's',
  tool: 't',
  risk: 'high',
  arguments: { n: 1 },
  reasons: [],
  approvers: [],
};
let server: { close(): Promise<void> };

before(async () => {
  server = await serveControl(socket, {
    approvals,
    status: () => ({ run: 'r' }),
    reload: async () => ({ revision: 'next' }),
  });
});
after(() => server.close());

test('only the owner may open the socket', () => {
  assert.equal(statSync(socket).mode & 0o777, 0o600);
});

test('status and reload', async () => {
  assert.deepEqual(await callControl(socket, 'GET', '/v1/status'), { run: 'r' });
  assert.deepEqual(await callControl(socket, 'POST', '/v1/reload'), { revision: 'next' });
});

test('a request is listed, shown and answered once', async () => {
  const { id } = approvals.request('digest', subject, 60_000);
  const { approvals: listed } = (await callControl(socket, 'GET', '/v1/approvals')) as {
    approvals: Approval[];
  };
  assert.deepEqual(
    listed.map(approval => approval.id),
    [id],
  );
  const shown = (await callControl(socket, 'GET', `/v1/approvals/${id}`)) as Approval;
  assert.deepEqual(shown.subject.arguments, { n: 1 });
  const answered = (await callControl(socket, 'POST', `/v1/approvals/${id}`, {
    verdict: 'approved',
    by: 'alice',
    note: 'fine',
  })) as Approval;
  assert.deepEqual(
    [answered.status, answered.decidedBy, answered.note],
    ['approved', 'alice', 'fine'],
  );
  await assert.rejects(
    callControl(socket, 'POST', `/v1/approvals/${id}`, { verdict: 'denied', by: 'bob' }),
    {
      code: 'tf_control_refused',
      message: `approval \`${id}\` is already approved`,
    },
  );
});

for (const [name, method, path, body, message] of [
  [
    'an unknown approval',
    'POST',
    '/v1/approvals/nothing',
    { verdict: 'denied', by: 'a' },
    'no approval `nothing`',
  ],
  [
    'a verdict that is none',
    'POST',
    '/v1/approvals/x',
    { verdict: 'maybe', by: 'a' },
    'expected `verdict` (approved or denied) and `by`',
  ],
  [
    'a verdict of nobody',
    'POST',
    '/v1/approvals/x',
    { verdict: 'denied' },
    'expected `verdict` (approved or denied) and `by`',
  ],
  ['an unknown path', 'GET', '/v1/nothing', undefined, 'no GET /v1/nothing'],
] as const) {
  test(`refused: ${name}`, async () => {
    await assert.rejects(callControl(socket, method, path, body), {
      code: 'tf_control_refused',
      message,
    });
  });
}

test('a body that is no JSON is refused', async () => {
  const status = await new Promise(resolve => {
    http
      .request({ socketPath: socket, method: 'POST', path: '/v1/approvals/x' }, answer =>
        resolve(answer.resume().statusCode),
      )
      .end('{"verdict":');
  });
  assert.equal(status, 400);
});

test('nobody listening is its own error', async () => {
  await assert.rejects(callControl(`${socket}.gone`, 'GET', '/v1/status'), {
    code: 'tf_control_unreachable',
  });
});
