import assert from 'node:assert/strict';
import test from 'node:test';
import { type ApprovedAction, actionDigest } from '../../src/approval/digest.ts';
import { parseJson } from '../../src/base/plain-json.ts';

const action: ApprovedAction = {
  principal: 'bot',
  server: 'https://x',
  method: 'tools/call',
  tool: 't',
  definition: '',
  arguments: { a: 1, b: [2] },
  revision: 'r',
};

test('key order does not matter, anything else does', () => {
  const digest = actionDigest(action);
  assert.match(digest, /^[0-9a-f]{64}$/);
  assert.equal(actionDigest({ ...action, arguments: { b: [2], a: 1 } }), digest);
  const changed: Partial<ApprovedAction>[] = [
    { principal: 'x' },
    { server: 'https://y' },
    { method: 'prompts/get' },
    { tool: 'u' },
    { definition: 'x' },
    { arguments: { a: 1, b: [3] } },
    { revision: 's' },
  ];
  for (const change of changed) assert.notEqual(actionDigest({ ...action, ...change }), digest);
});

test('amounts a double cannot tell apart have different digests', () => {
  const of = (text: string) => actionDigest({ ...action, arguments: parseJson(text) });
  assert.notEqual(of('{"n":9007199254740993}'), of('{"n":9007199254740992}'));
  assert.equal(of('{"n":1.0}'), of('{"n":1}'));
});
