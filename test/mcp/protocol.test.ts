import assert from 'node:assert/strict';
import test from 'node:test';
import { actionOf, borrowsAction, isMcpMethod, RPC_CODES } from '../../src/mcp/protocol.ts';

test('wire-visible codes are pinned; our own lie outside every reserved range', () => {
  assert.deepEqual(
    { ...RPC_CODES },
    {
      parseError: -32700,
      invalidRequest: -32600,
      methodNotFound: -32601,
      invalidParams: -32602,
      headerMismatch: -32020,
      denied: -31403,
      gateway: -31502,
    },
  );
});

test('methods and actions', () => {
  assert.equal(isMcpMethod('tools/call'), true);
  assert.equal(isMcpMethod('notifications/anything'), true);
  assert.equal(isMcpMethod('eth_call'), false);
  assert.equal(actionOf('resources/templates/list'), 'mcp.resources.templates.list');
});

test('a method outside MCP may not have the action of one inside, nor the transport’s', () => {
  for (const method of ['tools.call', 'response', 'stream/open', 'notifications.x', 'metadata/get'])
    assert.equal(borrowsAction(method), true, method);
  for (const method of ['tools/call', 'notifications/x', 'ui/open', 'io.example/tools/call'])
    assert.equal(borrowsAction(method), false, method);
});
