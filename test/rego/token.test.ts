import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEYWORDS_V0, KEYWORDS_V1, PUNCTUATION } from '../../src/rego/token.ts';

test('signs of two characters end in an equals sign, as the lexer takes for granted', () => {
  for (const sign of PUNCTUATION.filter(({ length }) => length > 1)) assert.match(sign, /^.=$/);
});

test('the keywords of version 1 are those of version 0 and four more', () => {
  assert.deepEqual([...KEYWORDS_V0, ...KEYWORDS_V1].toSorted(), [
    ...['as', 'contains', 'default', 'else', 'every', 'false', 'if', 'import', 'in', 'not', 'null'],
    ...['package', 'some', 'true', 'with'],
  ]);
});
