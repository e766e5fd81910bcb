import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goQuote } from '../../src/value/go-quote.ts';

const rows: readonly (readonly [string, string])[] = [
  ['plain ä 世 😀', '"plain ä 世 😀"'],
  ['"\\\n\t\r\x07\b\f\v', String.raw`"\"\\\n\t\r\a\b\f\v"`],
  ['\x00\x7f\u00a0\u200b\ufeff', String.raw`"\x00\x7f\u00a0\u200b\ufeff"`],
  ['\u{e0001}', String.raw`"\U000e0001"`],
];

for (const [text, quoted] of rows) test(quoted, () => assert.equal(goQuote(text), quoted));

test('other quotes, and ASCII alone', () => {
  assert.equal(goQuote('\'"', "'"), `'\\'"'`);
  assert.equal(goQuote('ä😀', '"', true), String.raw`"\u00e4\U0001f600"`);
});
