import assert from 'node:assert/strict';
import fc from 'fast-check';
import { testBoth } from './harness.ts';

/** Needles up to a length that is searched with a table, in texts that nearly contain them. */
const piece = fc.constantFrom('a', 'b', 'ab'.repeat(20), 'aab'.repeat(12), 'a'.repeat(33));
const text = fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join(''));

testBoth('finds the first place, as JavaScript does', runtime => {
  fc.assert(
    fc.property(text, text, (haystack, needle) => {
      if (needle === '') return;
      runtime.reset();
      const operands = [runtime.json(`"${haystack}"`), runtime.json(`"${needle}"`)];
      const found = runtime.toText(runtime.call('bi_indexof', ...operands));
      assert.equal(found, String(haystack.indexOf(needle)));
    }),
    { numRuns: 400 },
  );
});
