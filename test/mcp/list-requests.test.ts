import assert from 'node:assert/strict';
import test from 'node:test';
import { ListRequests } from '../../src/mcp/list-requests.ts';

test('a list request is known by id within its scope, however its answer writes the id', () => {
  const requests = new ListRequests();
  requests.record('s1', 1, 'tools/list');
  requests.record('s1', 2, 'tools/call');
  assert.equal(requests.find('s1', 1)?.items, 'tools');
  assert.equal(requests.find('s1', '1')?.items, 'tools');
  assert.equal(requests.find('s2', 1), undefined, 'another session is another scope');
  assert.equal(requests.find('s1', 2), undefined, 'not a list');
  requests.record('s1', 1, 'tools/call');
  assert.equal(requests.find('s1', 1)?.items, 'tools', 'the list may be answered yet');
});

test('names of Object.prototype are no list methods', () => {
  const requests = new ListRequests();
  requests.record('s', 1, 'constructor');
  assert.equal(requests.find('s', 1), undefined);
});
