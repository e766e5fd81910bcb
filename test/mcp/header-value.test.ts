import assert from 'node:assert/strict';
import test from 'node:test';
import { decodeHeader } from '../../src/mcp/header-value.ts';

const ROWS: Record<string, string> = {
  plain: 'plain',
  '=?base64?w7xtbA==?=': 'üml',
  '=?base64??=': '',
  '=?base64?***?=': '=?base64?***?=',
  'x=?base64?eA==?=': 'x=?base64?eA==?=',
};

for (const [header, value] of Object.entries(ROWS)) {
  test(`${header} means ${value}`, () => assert.equal(decodeHeader(header), value));
}
