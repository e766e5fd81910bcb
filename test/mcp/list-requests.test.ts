import assert from 'node:assert/strict';
import test from 'node:test';
import { ListRequests } from '../../src/mcp/list-requests.ts';

test('a list request is known by id within its scope until it is answered', () => {
  const requests = new ListRequests();
  requests.record('s1', 1, 'tools/list');
  requests.record('s1', 2, 'tools/call');
  assert.equal(requests.find('s1', 1)?.items, 'tools');
  assert.equal(requests.find('s1', '1'), undefined, 'the string 1 is another id');
  assert.equal(requests.find('s2', 1), undefined, 'another session is another scope');
  assert.equal(requests.find('s1', 2), undefined, 'not a list');
  requests.answered('s1', 1);
  assert.equal(requests.find('s1', 1), undefined);
});

test('names of Object.prototype are no list methods', () => {
  const requests = new ListRequests();
  requests.record('s', 1, 'constructor');
  assert.equal(requests.find('s', 1), undefined);
});
