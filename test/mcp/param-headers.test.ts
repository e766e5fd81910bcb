import assert from 'node:assert/strict';
import test from 'node:test';
import { parseJson } from '../../src/base/plain-json.ts';
import { paramHeaderFault } from '../../src/mcp/param-headers.ts';

const SCHEMA = parseJson(
  JSON.stringify({
    type: 'object',
    properties: {
      region: { type: 'string', 'x-mcp-header': 'Region' },
      count: { type: 'integer', 'x-mcp-header': 'Count' },
      dry: { type: 'boolean', 'x-mcp-header': 'Dry' },
      place: { type: 'object', properties: { zone: { type: 'string', 'x-mcp-header': 'Zone' } } },
      list: { type: 'array', items: { type: 'string', 'x-mcp-header': 'Item' } },
      object: { type: 'object', 'x-mcp-header': 'Object' },
      odd: { type: 'string', 'x-mcp-header': 'no token' },
    },
  }),
);

const fault = (args: object, headers: Record<string, string>) =>
  paramHeaderFault(SCHEMA, parseJson(JSON.stringify(args)), name => headers[name]);

const AGREE: [object, Record<string, string>][] = [
  [{}, {}],
  [{ region: 'eu' }, { 'mcp-param-region': 'eu' }],
  [{ region: 'zürich' }, { 'mcp-param-region': '=?base64?esO8cmljaA==?=' }],
  [{ region: null }, {}],
  [{ count: 42 }, { 'mcp-param-count': '42.0' }],
  [{ dry: false }, { 'mcp-param-dry': 'false' }],
  [{ place: { zone: 'a' } }, { 'mcp-param-zone': 'a' }],
  [{ list: ['x'], object: {}, odd: 'y' }, {}],
  [{}, { 'mcp-param-other': 'passes' }],
];

for (const [args, headers] of AGREE) {
  test(`${JSON.stringify(args)} with ${JSON.stringify(headers)} agrees`, () =>
    assert.equal(fault(args, headers), undefined));
}

const DISAGREE: [object, Record<string, string>, RegExp][] = [
  [{ region: 'us' }, { 'mcp-param-region': 'eu' }, /mcp-param-region disagrees/],
  [{ region: 'us' }, {}, /mcp-param-region is missing/],
  [{}, { 'mcp-param-region': 'eu' }, /disagrees/],
  [{ region: 'eu' }, { 'mcp-param-region': 'EU' }, /disagrees/],
  [{ region: 'eu' }, { 'mcp-param-region': 'eu, eu' }, /disagrees/],
  [{ region: ['eu'] }, { 'mcp-param-region': 'eu' }, /disagrees/],
  [{ count: 1 }, { 'mcp-param-count': '' }, /disagrees/],
  [{ count: 16 }, { 'mcp-param-count': '0x10x' }, /disagrees/],
  [{ dry: true }, { 'mcp-param-dry': 'TRUE' }, /disagrees/],
  [{ place: { zone: 'b' } }, { 'mcp-param-zone': 'a' }, /mcp-param-zone disagrees/],
];

for (const [args, headers, message] of DISAGREE) {
  test(`${JSON.stringify(args)} with ${JSON.stringify(headers)} is refused`, () =>
    assert.match(fault(args, headers) ?? '', message));
}

test('a schema that is none marks nothing', () => {
  for (const schema of [undefined, null, 'x', {}, { properties: [] }])
    assert.equal(
      paramHeaderFault(schema, {}, () => 'x'),
      undefined,
    );
});
