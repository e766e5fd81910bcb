import assert from 'node:assert/strict';
import test from 'node:test';
import type { RpcRequest } from '../../src/mcp/json-rpc.ts';
import { ListRequests } from '../../src/mcp/list-requests.ts';

function asks(id: number, method: string, params = {}): RpcRequest {
  return { kind: 'request', id, method, params, raw: {} };
}

test('a list request is known by id within its scope, however its answer writes the id', () => {
  const requests = new ListRequests();
  requests.record('s1', asks(1, 'tools/list'));
  requests.record('s1', asks(2, 'tools/call'));
  assert.equal(requests.find('s1', 1)?.list.items, 'tools');
  assert.equal(requests.find('s1', '1')?.list.items, 'tools');
  assert.equal(requests.find('s2', 1), undefined, 'another session is another scope');
  assert.equal(requests.find('s1', 2), undefined, 'not a list');
  requests.record('s1', asks(1, 'tools/call'));
  assert.equal(requests.find('s1', 1)?.list.items, 'tools', 'the list may be answered yet');
});

test('a request with a cursor asks for a list from there on', () => {
  const requests = new ListRequests();
  requests.record('s', asks(1, 'tools/list'));
  requests.record('s', asks(2, 'tools/list', { cursor: '' }));
  assert.deepEqual([requests.find('s', 1)?.first, requests.find('s', 2)?.first], [true, false]);
});

test('names of Object.prototype are no list methods', () => {
  const requests = new ListRequests();
  requests.record('s', asks(1, 'constructor'));
  assert.equal(requests.find('s', 1), undefined);
});
