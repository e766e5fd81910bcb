import assert from 'node:assert/strict';
import test from 'node:test';
import { parseJson, stringifyJson } from '../../src/base/plain-json.ts';
import { emptyList, filterList } from '../../src/mcp/list-filter.ts';
import { LIST_METHODS } from '../../src/mcp/protocol.ts';

const tools = LIST_METHODS['tools/list']!;
const notDelete = (item: { [key: string]: unknown }) => !String(item['name']).startsWith('delete');

function filtered(text: string): string | undefined {
  const list = filterList(parseJson(text), tools, notDelete);
  return list === undefined ? undefined : `${list.hidden} ${stringifyJson(list.result)}`;
}

const cases: readonly [name: string, from: string, to: string | undefined][] = [
  [
    'hides what is not visible',
    '{"tools":[{"name":"delete"},{"name":"get"}]}',
    '1 {"tools":[{"name":"get"}]}',
  ],
  [
    'keeps unknown fields, order and cursor',
    '{"nextCursor":"","tools":[{"name":"b","x":1},{"name":"a"}],"y":[]}',
    '0 {"nextCursor":"","tools":[{"name":"b","x":1},{"name":"a"}],"y":[]}',
  ],
  ['drops what is no object', '{"tools":[1,null,{"name":"a"}]}', '2 {"tools":[{"name":"a"}]}'],
  [
    'lowers cache hints',
    '{"tools":[],"ttlMs":300000,"cacheScope":"public"}',
    '0 {"tools":[],"ttlMs":0,"cacheScope":"private"}',
  ],
  ['no list at all', '{"content":[]}', undefined],
  ['no result object', '[]', undefined],
];

for (const [name, from, to] of cases) {
  test(`list filter: ${name}`, () => assert.equal(filtered(from), to));
}

test('an empty list has its era’s form', () => {
  assert.deepEqual(emptyList(tools, false), { tools: [] });
  assert.deepEqual(emptyList(tools, true), {
    resultType: 'complete',
    tools: [],
    ttlMs: 0,
    cacheScope: 'private',
  });
});
