import assert from 'node:assert/strict';
import test from 'node:test';
import { type JsonObject, parseJson } from '../../src/base/plain-json.ts';
import { ToolCatalog } from '../../src/mcp/catalog.ts';

const tool = (text: string) => parseJson(text) as JsonObject;

test('a tool is remembered per server, the last listing wins', () => {
  const catalog = new ToolCatalog();
  catalog.remember('https://a', tool('{"name":"t","annotations":{"readOnlyHint":true}}'));
  assert.equal(catalog.annotations('https://a', 't')['readOnlyHint'], true);
  assert.deepEqual(Object.keys(catalog.annotations('https://b', 't')), []);
  const before = catalog.definition('https://a', 't');
  catalog.remember('https://a', tool('{"name":"t","annotations":[]}'));
  assert.deepEqual(Object.keys(catalog.annotations('https://a', 't')), []);
  assert.notEqual(catalog.definition('https://a', 't'), before);
});

test('beyond the bound a tool stays unknown', () => {
  const catalog = new ToolCatalog(1);
  catalog.remember('https://a', tool('{"name":"x"}'));
  catalog.remember('https://a', tool('{"name":"y","annotations":{"readOnlyHint":true}}'));
  assert.equal(catalog.definition('https://a', 'y'), '');
});
