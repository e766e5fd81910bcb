import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lowerCase, upperCase } from '../../src/builtins/letter-case.ts';

const rows: readonly (readonly [string, string, string])[] = [
  ['aBc', 'ABC', 'abc'],
  ['straße', 'STRAßE', 'straße'],
  ['İI', 'İI', 'ii'],
  ['ΣΑΣ', 'ΣΑΣ', 'σασ'],
  ['ᾳᾀῳ', 'ᾼᾈῼ', 'ᾳᾀῳ'],
  ['ﬁŉǰ', 'ﬁŉǰ', 'ﬁŉǰ'],
  ['𐐨𐐀', '𐐀𐐀', '𐐨𐐨'],
];

for (const [text, upper, lower] of rows) {
  test(text, () => {
    assert.equal(upperCase(text), upper);
    assert.equal(lowerCase(text), lower);
  });
}

test('the number of code points never changes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const { length } = Array.from(text);
      assert.equal(Array.from(upperCase(text)).length, length);
      assert.equal(Array.from(lowerCase(text)).length, length);
    }),
  );
});
