import assert from 'node:assert/strict';
import { testBoth } from './harness.ts';

testBoth('an array takes more than was foreseen', runtime => {
  for (const capacity of [0, 1, 100]) {
    const array = runtime.call('rt_array_new', capacity);
    for (let index = 0; index < 50; index++) {
      runtime.call('rt_array_append', array, runtime.value(`"${index}"`));
    }
    const expected = Array.from({ length: 50 }, (_, index) => String(index));
    assert.equal(runtime.toText(array), JSON.stringify(expected));
  }
});
