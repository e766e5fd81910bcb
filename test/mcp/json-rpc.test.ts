import assert from 'node:assert/strict';
import test from 'node:test';
import { parseJson } from '../../src/base/plain-json.ts';
import {
  claimsJsonRpc,
  errorResponse,
  idKey,
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
  ]) {
    assert.equal(kind(text), 'fault', text);
  }
});

test('claims, ids and responses', () => {
  assert.equal(claimsJsonRpc(parseJson('[{"a":1},{"jsonrpc":"1.0"}]')), true);
  assert.equal(claimsJsonRpc(parseJson('{"a":1}')), false);
  assert.notEqual(idKey(1), idKey('1'));
  assert.deepEqual(errorResponse(null, -1, 'm'), {
    jsonrpc: '2.0',
    id: null,
    error: { code: -1, message: 'm' },
  });
  assert.deepEqual(resultResponse('x', {}), { jsonrpc: '2.0', id: 'x', result: {} });
});
