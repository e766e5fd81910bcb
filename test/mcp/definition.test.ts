import assert from 'node:assert/strict';
import test from 'node:test';
import { type JsonObject, parseJson } from '../../src/base/plain-json.ts';
import { definitionHash } from '../../src/mcp/definition.ts';

const hash = (text: string) => definitionHash(parseJson(text) as JsonObject);

test('what defines a tool changes its hash; order and era fields do not', () => {
  const base = hash('{"name":"t","description":"d","inputSchema":{"type":"object"}}');
  assert.equal(
    hash(
      '{"inputSchema":{"type":"object"},"description":"d","name":"t","_meta":{"x":1},"icons":[]}',
    ),
    base,
  );
  assert.notEqual(hash('{"name":"t","description":"D","inputSchema":{"type":"object"}}'), base);
  assert.notEqual(
    hash('{"name":"t","description":"d","inputSchema":{"type":"object"},"annotations":{}}'),
    base,
  );
});
