import assert from 'node:assert/strict';
import { mkdtempSync, statSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { type Approval, createApprovals } from '../../src/approval/approvals.ts';
import type { Operator } from '../../src/approval/operators.ts';
import { systemClock } from '../../src/base/clock.ts';
import { callControl as callWith } from '../../src/gateway/control-client.ts';
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
const refused: string[] = [];
const OPERATORS: Readonly<Record<string, Operator>> = {
  owner: { name: 'alice', groups: ['*'], keyHash: '' },
  dev: { name: 'dev', groups: ['developers'], keyHash: '' },
};
let server: { close(): Promise<void> };

function callControl(
  at: string,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  key = 'owner',
): Promise<unknown> {
  return callWith(at, method, path, body, key);
}

before(async () => {
  server = await serveControl(socket, {
    approvals,
    status: () => ({ run: 'r' }),
    reload: async () => ({ revision: 'next' }),
    operatorOf: key => OPERATORS[key ?? ''],
    refused: action => void refused.push(action),
    refreshKills: () => void refused.push('refreshed'),
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
    note: 'fine',
  })) as Approval;
  assert.deepEqual(
    [answered.status, answered.decidedBy, answered.note],
    ['approved', 'alice', 'fine'],
  );
  await assert.rejects(callControl(socket, 'POST', `/v1/approvals/${id}`, { verdict: 'denied' }), {
    code: 'tf_control_refused',
    message: `approval \`${id}\` is already approved`,
  });
});

for (const [name, method, path, body, message] of [
  [
    'an unknown approval',
    'POST',
    '/v1/approvals/nothing',
    { verdict: 'denied' },
    'no approval `nothing`',
  ],
  [
    'a verdict that is none',
    'POST',
    '/v1/approvals/x',
    { verdict: 'maybe' },
    'expected `verdict`, approved or denied',
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
      .request(
        {
          socketPath: socket,
          method: 'POST',
          path: '/v1/approvals/x',
          headers: { authorization: 'Bearer owner' },
        },
        answer => resolve(answer.resume().statusCode),
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

test("without an operator's key only the status and the kill switch answer, and the rest is told", async () => {
  refused.length = 0;
  const wanted = { code: 'tf_control_refused', message: /needs an operator's key/ };
  for (const key of ['', 'wrong'])
    await assert.rejects(callControl(socket, 'POST', '/v1/approvals/x', {}, key), wanted);
  await assert.rejects(callWith(socket, 'GET', '/v1/approvals'), wanted);
  assert.deepEqual(await callWith(socket, 'GET', '/v1/status'), { run: 'r' });
  assert.deepEqual(await callWith(socket, 'POST', '/v1/kills'), {});
  const asked = 'POST /v1/approvals/x';
  assert.deepEqual(refused, [asked, asked, 'GET /v1/approvals', 'refreshed']);
});

test('only approvers that a rule names may answer it', async () => {
  const answer = (id: string, key: string) =>
    callControl(socket, 'POST', `/v1/approvals/${id}`, { verdict: 'approved' }, key);
  const oncall = approvals.request('for oncall', { ...subject, approvers: ['oncall'] }, 60_000);
  await assert.rejects(answer(oncall.id, 'dev'), /`dev` is not among the approvers: oncall/);
  assert.equal(approvals.get(oncall.id)?.status, 'pending');
  await answer(oncall.id, 'owner');
  const wanted = ['oncall', 'developers'];
  const both = approvals.request('for both', { ...subject, approvers: wanted }, 60_000);
  assert.equal(((await answer(both.id, 'dev')) as Approval).decidedBy, 'dev');
});
