import assert from 'node:assert/strict';
import { lowerCase, upperCase } from '../../../src/builtins/letter-case.ts';
import { agree } from './differential.ts';
import { testBoth } from './harness.ts';

agree(['lower', 'upper']);

/** All letters that have a case come before this. */
const END = 0x1f000;

/** Letters that had no other case in Unicode 15 may have one in the Unicode of a later Node. */
const MAX_NEWER = 100;

for (const [name, reference] of [
  ['lower', lowerCase],
  ['upper', upperCase],
] as const) {
  testBoth(`${name} maps all letters as the builtin in TypeScript`, runtime => {
    const letters = Array.from({ length: END }, (_, point) => point)
      .filter(point => point >= 32 && (point < 0xd800 || point > 0xdfff))
      .map(point => String.fromCodePoint(point));
    const text = runtime.json(JSON.stringify(letters.join('')));
    const mapped = Array.from(JSON.parse(runtime.toJson(runtime.call(`bi_${name}`, text))));
    const wrong = letters.filter((letter, index) => mapped[index] !== reference(letter));
    assert.equal(mapped.length, letters.length);
    assert(wrong.length < MAX_NEWER);
    assert(wrong.every(letter => mapped[letters.indexOf(letter)] === letter));
  });
}
