import assert from 'node:assert/strict';
import test from 'node:test';
import { isEventStream, readAnswer } from '../../src/mcp/answer.ts';
import { DROP, KEEP } from '../../src/mcp/message-rewriter.ts';

const events: readonly [types: string[], want: boolean][] = [
  [['text/event-stream'], true],
  [['Text/Event-Stream ; charset=utf-8'], true],
  [['application/json; x=text/event-stream'], false],
  [['text/event-stream', 'application/json'], false],
  [[], false],
];

for (const [types, want] of events) {
  test(`event stream: ${types.join(' and ') || 'no type'}`, () =>
    assert.equal(isEventStream(types), want));
}

const answer = (body: string, extra: object = {}) => ({
  status: 200,
  contentTypes: ['application/json'],
  body: Buffer.from(body),
  awaited: true,
  ...extra,
});
const response = '{"jsonrpc":"2.0","id":1,"result":{}}';
const kindOf = (body: string, extra: object = {}, rewrite = () => KEEP) =>
  readAnswer(answer(body, extra), rewrite).kind;

test('messages stay, change or go', () => {
  assert.equal(kindOf(response), 'same');
  assert.equal(kindOf(`[${response}]`), 'changed');
  assert.equal(
    kindOf(response, {}, () => DROP),
    'nothing',
  );
  assert.equal(kindOf(response, { status: 400 }), 'same');
});

test('what carries no message says nothing', () => {
  assert.equal(kindOf(''), 'nothing');
  assert.equal(kindOf('Accepted', { status: 202 }), 'nothing');
  assert.equal(kindOf('ok', { awaited: false }), 'nothing');
});

test('an error of HTTP’s own passes; what should be messages and is not does not', () => {
  assert.equal(kindOf('{"error":"invalid_token"}', { status: 401 }), 'foreign');
  assert.throws(() => kindOf('<html>'));
  assert.throws(() => kindOf('data: x', { status: 400, contentTypes: ['a/b, text/event-stream'] }));
});
