import assert from 'node:assert/strict';
import test from 'node:test';
import { actionOf, isMcpMethod, RPC_CODES } from '../../src/mcp/protocol.ts';

test('wire-visible codes are pinned; our own lie outside every reserved range', () => {
  assert.deepEqual(
    { ...RPC_CODES },
    {
      parseError: -32700,
      invalidRequest: -32600,
      methodNotFound: -32601,
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
