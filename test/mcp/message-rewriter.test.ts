import assert from 'node:assert/strict';
import test from 'node:test';
import { parseJson, stringifyJson } from '../../src/base/plain-json.ts';
import {
  DROP,
  KEEP,
  type RewriteMessage,
  rewriteJson,
  SseRewriter,
} from '../../src/mcp/message-rewriter.ts';

/** Replaces the answer to request 1, drops request `ask`, keeps the rest. */
const rewrite: RewriteMessage = message => {
  if (message.kind === 'response' && message.id === 1) {
    return { kind: 'replace', message: parseJson('{"jsonrpc":"2.0","id":1,"result":"changed"}') };
  }
  return message.kind === 'request' && message.method === 'ask' ? DROP : KEEP;
};

const answer = (id: number) => `{"jsonrpc":"2.0","id":${id},"result":"as sent"}`;
const changed = '{"jsonrpc":"2.0","id":1,"result":"changed"}';
const ask = '{"jsonrpc":"2.0","id":9,"method":"ask"}';

test('a single message is kept, replaced or dropped', () => {
  assert.equal(rewriteJson(answer(2), rewrite).kind, 'keep');
  assert.equal(rewriteJson(ask, rewrite).kind, 'drop');
  const change = rewriteJson(answer(1), rewrite);
  assert.equal(change.kind === 'replace' && stringifyJson(change.message), changed);
});

test('an array is rewritten member by member', () => {
  const change = rewriteJson(`[${answer(1)},${ask},${answer(2)}]`, rewrite);
  assert.equal(
    change.kind === 'replace' && stringifyJson(change.message),
    `[${changed},${answer(2)}]`,
  );
});

test('events keep their other lines; a dropped one vanishes whole', () => {
  const rewriter = new SseRewriter(rewrite);
  const stream = `id: 1\ndata: ${answer(1)}\n\n: c\n\nid: 2\ndata: ${ask}\n\nid: 3\ndata: ${answer(2)}\n\nid: 4\ndata:\n\n`;
  assert.equal(
    rewriter.push(Buffer.from(stream)),
    `id: 1\ndata: ${changed}\n\n: c\n\nid: 3\ndata: ${answer(2)}\n\nid: 4\ndata:\n\n`,
  );
});

for (const [name, data] of [
  ['no JSON', 'data: {"jsonrpc"\n\n'],
  ['no message', 'data: {"a":1}\n\n'],
  ['error and result', 'data: {"jsonrpc":"2.0","id":1,"result":1,"error":{}}\n\n'],
] as const) {
  test(`an event with ${name} is not passed on`, () => {
    assert.throws(() => new SseRewriter(rewrite).push(Buffer.from(data)));
  });
}

test('an endpoint event is an address and nothing a client could read as a message', () => {
  const address = 'event: endpoint\ndata: /messages?sessionId=1\n\n';
  assert.equal(new SseRewriter(rewrite).push(Buffer.from(address)), address);
  const message = `event: endpoint\ndata: ${ask}\n\n`;
  assert.equal(new SseRewriter(rewrite).push(Buffer.from(message)), '');
});

test('text that a tool cut within a character is passed on', () => {
  assert.equal(rewriteJson('{"jsonrpc":"2.0","id":3,"result":"\\ud83d"}', rewrite).kind, 'keep');
});
