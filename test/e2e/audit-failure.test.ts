/** No audit, no answer, and after that no forward. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import test from 'node:test';
import { post, startTestGateway, toolCall, toolResult } from '../support/gateway.ts';
import { startMcpServer } from '../support/mcp-server.ts';

test('while the log can not be written nothing gets an answer, and nothing more is forwarded', {
  skip: existsSync('/dev/full') ? false : 'there is no /dev/full here',
}, async () => {
  const server = await startMcpServer({ json: true });
  const gateway = await startTestGateway({
    'tameflare.yaml': `version: 1\naudit: { file: /dev/full }\nservers:\n  - { name: s, url: "${server.url}" }\nrules:\n  - { tool: get_thing, effect: allow }\n`,
  });
  try {
    const first = toolResult(await post(gateway, server.url, toolCall('get_thing')));
    assert.match(
      first.text,
      /refused because it could not be recorded[\s\S]*It is not known whether it ran\./,
    );
    assert.equal(server.ran.get('get_thing')?.count, 1);
    const second = toolResult(await post(gateway, server.url, toolCall('get_thing')));
    assert.match(
      second.text,
      /refused because it could not be recorded[\s\S]*The tool did not run\./,
    );
    assert.equal(server.ran.get('get_thing')?.count, 1);
    assert.equal(gateway.gateway.counts.get('audit_error'), 2);
    assert.ok(gateway.warnings.some(text => /cannot write audit log/.test(text)));
  } finally {
    await gateway.close();
    await server.close();
  }
});
