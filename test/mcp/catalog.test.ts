import assert from 'node:assert/strict';
import test from 'node:test';
import { type JsonObject, parseJson } from '../../src/base/plain-json.ts';
import { ToolCatalog } from '../../src/mcp/catalog.ts';
import { pinnedTool, type ToolLock } from '../../src/mcp/tool-lock.ts';

const A = 'https://a';
const tool = (text: string) => parseJson(text) as JsonObject;
const named = (name: string, description = '') => ({ name, description });
const lockOf = (...tools: JsonObject[]): ToolLock =>
  new Map([[A, new Map(tools.map(each => [String(each['name']), pinnedTool(each)]))]]);

function page(catalog: ToolCatalog, first: boolean, last: boolean, ...tools: JsonObject[]): void {
  catalog.page(A, { first, last }, () => {
    for (const each of tools) catalog.remember(A, each);
    return tools;
  });
}

test('a tool is remembered per server, the last listing wins', () => {
  const catalog = new ToolCatalog();
  catalog.remember(A, tool('{"name":"t","annotations":{"readOnlyHint":true}}'));
  assert.equal(catalog.annotations(A, 't')['readOnlyHint'], true);
  assert.deepEqual(Object.keys(catalog.annotations('https://b', 't')), []);
  const before = catalog.tool(A, 't')?.sha256;
  catalog.remember(A, tool('{"name":"t","annotations":[]}'));
  assert.deepEqual(Object.keys(catalog.annotations(A, 't')), []);
  assert.notEqual(catalog.tool(A, 't')?.sha256, before);
});

test('beyond the bound a tool stays unknown', () => {
  const catalog = new ToolCatalog({ maxTools: 1 });
  catalog.remember(A, tool('{"name":"x"}'));
  catalog.remember(A, tool('{"name":"y","annotations":{"readOnlyHint":true}}'));
  assert.equal(catalog.tool(A, 'y'), undefined);
});

test('a tool is new, approved, changed or removed against the lock', () => {
  const catalog = new ToolCatalog({
    lock: () => lockOf(named('same'), named('other'), named('gone')),
  });
  assert.equal(catalog.pin(A, 'same'), 'unknown');
  page(catalog, true, true, named('same'), named('other', 'now different'), named('fresh'));
  const states = ['same', 'other', 'gone', 'fresh', 'never'].map(name => catalog.pin(A, name));
  assert.deepEqual(states, ['approved', 'changed', 'removed', 'new', 'unknown']);
  assert.equal(catalog.pin('https://b', 'same'), 'unknown');
});

test('a list ends with its last page: only then are tools forgotten, and only then is it told', () => {
  const told: string[][] = [];
  const catalog = new ToolCatalog({ onChange: (_server, tools) => told.push([...tools.keys()]) });
  page(catalog, true, true, named('a'), named('b'));
  page(catalog, true, false, named('b'));
  assert.notEqual(catalog.tool(A, 'a'), undefined);
  page(catalog, false, true, named('c'));
  assert.equal(catalog.tool(A, 'a'), undefined);
  page(catalog, true, true, named('b'), named('c'));
  assert.deepEqual(told, [
    ['a', 'b'],
    ['b', 'c'],
  ]);
});

test('a page that could not be read forgets nothing', () => {
  const catalog = new ToolCatalog();
  page(catalog, true, true, named('a'));
  catalog.page(A, { first: true, last: true }, () => undefined);
  assert.notEqual(catalog.tool(A, 'a'), undefined);
});

test('what earlier runs saw is known from the start', () => {
  const catalog = new ToolCatalog({
    seen: lockOf(named('t')),
    lock: () => lockOf(named('t', 'x'), named('u')),
  });
  assert.equal(catalog.pin(A, 't'), 'changed');
  assert.equal(catalog.pin(A, 'u'), 'removed');
});
