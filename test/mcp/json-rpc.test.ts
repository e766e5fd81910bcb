import assert from 'node:assert/strict';
import test from 'node:test';
import { parseJson } from '../../src/base/plain-json.ts';
import {
  claimsJsonRpc,
  errorResponse,
  lookAlikeKey,
  looseIdKey,
  readMessage,
  resultResponse,
} from '../../src/mcp/json-rpc.ts';

test('a message is exactly one of request, notification, response', () => {
  const kind = (text: string) => readMessage(parseJson(text)).kind;
  assert.equal(kind('{"jsonrpc":"2.0","id":1,"method":"m"}'), 'request');
  assert.equal(kind('{"jsonrpc":"2.0","method":"m"}'), 'notification');
  assert.equal(kind('{"jsonrpc":"2.0","id":"a","result":null}'), 'response');
  assert.equal(kind('{"jsonrpc":"2.0","id":null,"error":{}}'), 'response');
  for (const text of [
    '1',
    '[]',
    '{"jsonrpc":"2.0"}',
    '{"jsonrpc":"2.0","id":1,"method":""}',
    '{"jsonrpc":"2.0","id":1,"method":"m","params":[1]}',
    '{"jsonrpc":"2.0","id":null,"result":1}',
    '{"jsonrpc":"2.0","id":1,"method":"m","Method":"n"}',
    '{"jsonrpc":"2.0","id":1,"method":"m","param\u017f":{}}',
  ]) {
    assert.equal(kind(text), 'fault', text);
  }
});

test('claims, ids and responses', () => {
  assert.equal(claimsJsonRpc(parseJson('[{"a":1},{"jsonrpc":"1.0"}]')), true);
  assert.equal(claimsJsonRpc(parseJson('{"a":1}')), false);
  assert.equal(claimsJsonRpc(parseJson('{"JsonRPC":"2.0"}')), true);
  assert.deepEqual(errorResponse(null, -1, 'm'), {
    jsonrpc: '2.0',
    id: null,
    error: { code: -1, message: 'm' },
  });
  assert.deepEqual(resultResponse('x', {}), { jsonrpc: '2.0', id: 'x', result: {} });
});

test('ids that a lenient client takes for one have one key', () => {
  for (const id of [1, '1', '01', ' 1 ', '1.0']) assert.equal(looseIdKey(id), '1');
  assert.notEqual(looseIdKey('a'), looseIdKey('A'));
});

test('keys that readers without regard to case would take for another', () => {
  assert.equal(lookAlikeKey({ name: 1, other: 2 }, ['name']), undefined);
  assert.equal(lookAlikeKey({ name: 1, NAME: 2 }, ['name']), 'NAME');
  assert.equal(lookAlikeKey({ '\u212aey': 1 }, ['key']), '\u212aey');
});
