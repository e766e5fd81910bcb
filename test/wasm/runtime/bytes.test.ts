import assert from 'node:assert/strict';
import fc from 'fast-check';
import { testBoth } from './harness.ts';

/** Texts that differ in one place only, at every length around a machine word. */
const pair = fc
  .tuple(fc.nat(40), fc.nat(40), fc.constantFrom('a', 'c'))
  .map(([length, place, other]) => {
    const text = 'b'.repeat(length);
    const index = length === 0 ? 0 : place % length;
    return [text, text.slice(0, index) + other + text.slice(index + 1)] as const;
  });

testBoth('texts are compared to their last byte', runtime => {
  fc.assert(
    fc.property(pair, ([a, b]) => {
      runtime.reset();
      const [x, y] = [runtime.json(`"${a}"`), runtime.json(`"${b}"`)];
      assert.equal(runtime.call('rt_equal', x, y), 0);
      assert.equal(runtime.call('rt_equal', x, runtime.json(`"${a}"`)), 1);
      assert.equal(Math.sign(runtime.call('rt_compare', x, y)), a < b ? -1 : 1);
    }),
  );
});

testBoth('every length can be a key', runtime => {
  const object = runtime.call('rt_object_new');
  for (let length = 0; length < 100; length++) {
    const key = runtime.json(`"${'k'.repeat(length)}"`);
    runtime.call('rt_object_insert', object, key, runtime.json(String(length)));
  }
  for (let length = 0; length < 100; length++) {
    const key = runtime.json(`"${'k'.repeat(length)}"`);
    assert.equal(runtime.toText(runtime.call('rt_dot', object, key)), String(length));
  }
  assert.equal(runtime.call('rt_len', object), 100);
});
