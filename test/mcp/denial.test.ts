import assert from 'node:assert/strict';
import test from 'node:test';
import { parseJson, stringifyJson } from '../../src/base/plain-json.ts';
import { denialResponse, denialText, progressTokenOf, subjectOf } from '../../src/mcp/denial.ts';
import { type RpcRequest, readMessage } from '../../src/mcp/json-rpc.ts';
import { type Decision, OUTCOMES, type Outcome } from '../../src/policy/decision.ts';

const decision: Decision = {
  id: 'dec-1',
  effect: 'deny',
  outcome: 'denied_by_policy',
  reasons: [
    {
      source: 'policy',
      package: 'policies.github',
      rule: 'deny',
      file: 'github.rego',
      line: 4,
      msg: 'branch must not be main',
    },
  ],
  shadow: [],
  redact: [],
  revision: 'r',
  cached: false,
  micros: 1,
};

function request(method: string, params: object): RpcRequest {
  const message = readMessage(
    parseJson(JSON.stringify({ jsonrpc: '2.0', id: 'q', method, params })),
  );
  assert.equal(message.kind, 'request');
  return message as RpcRequest;
}

test('a denial is three lines: what and why, what it means, the reference', () => {
  assert.equal(
    denialText('tool `merge`', { decision, outcome: 'denied_by_policy' }),
    [
      'tameflare: tool `merge` was denied by policy: branch must not be main (policies.github.deny, github.rego:4).',
      'The tool did not run. Repeating the same call gives the same answer; use another tool or other arguments.',
      'Reference: dec-1',
    ].join('\n'),
  );
});

for (const outcome of OUTCOMES.filter(
  (word): word is Exclude<Outcome, 'allowed'> => word !== 'allowed',
)) {
  test(`every outcome has a text that names the subject and the reference: ${outcome}`, () => {
    const lines = denialText('tool `x`', { decision, outcome }).split('\n');
    assert.equal(lines.length, 3);
    assert.match(lines[0]!, /^tameflare: tool `x` was \S/);
    assert.match(lines[1]!, /^The tool did not run\. /);
    assert.equal(lines[2], 'Reference: dec-1');
  });
}

test('what was sent on may have run', () => {
  const text = denialText('tool `x`', { decision, outcome: 'upstream_error', sent: true });
  assert.match(text, /^It is not known whether it ran\. /m);
});

test('a denied tools/call is a result with isError, marked complete in the modern era', () => {
  const legacy = denialResponse(request('tools/call', { name: 'x' }), {
    era: 'legacy',
    decision,
    outcome: 'denied_by_policy',
  });
  const result = legacy['result'] as Record<string, unknown>;
  assert.equal(result['isError'], true);
  assert.equal(Object.hasOwn(result, 'resultType'), false);
  const modern = denialResponse(request('tools/call', { name: 'x' }), {
    era: 'modern',
    decision,
    outcome: 'denied_by_policy',
  });
  assert.equal((modern['result'] as Record<string, unknown>)['resultType'], 'complete');
});

test('a denied list is empty, anything else an error with our own code', () => {
  const denial = { era: 'legacy', decision, outcome: 'denied_by_default' } as const;
  assert.equal(
    stringifyJson(denialResponse(request('tools/list', {}), denial)),
    '{"jsonrpc":"2.0","id":"q","result":{"tools":[]}}',
  );
  const error = denialResponse(request('resources/read', { uri: 'file:///etc/passwd' }), denial)[
    'error'
  ] as Record<string, unknown>;
  assert.equal(error['code'], -31403);
  assert.match(String(error['message']), /resource `file:\/\/\/etc\/passwd` was denied/);
});

test('subjects and progress tokens', () => {
  assert.equal(subjectOf(request('tools/call', { name: 'a' })), 'tool `a`');
  assert.equal(subjectOf(request('completion/complete', {})), '`completion/complete`');
  assert.equal(
    progressTokenOf(request('tools/call', { name: 'a', _meta: { progressToken: 0 } })),
    0,
  );
  assert.equal(progressTokenOf(request('tools/call', { name: 'a' })), undefined);
});
