import assert from 'node:assert/strict';
import { testBoth } from './harness.ts';

testBoth('literals have fixed places', runtime => {
  assert.equal(runtime.toText(1024), 'null');
  assert.equal(runtime.toText(1040), 'false');
  assert.equal(runtime.toText(1056), 'true');
  assert.equal(runtime.call('rt_bool', 0), 1040);
  assert.equal(runtime.call('rt_bool', 1), 1056);
});

testBoth('ints of any size become values', runtime => {
  for (const value of [-257n, -256n, -1n, 0n, 1023n, 1024n, 2n ** 63n - 1n, -(2n ** 63n)]) {
    assert.equal(runtime.toText(runtime.call('rt_int', value)), String(value));
  }
});

testBoth('a slot is laid out as the README says', runtime => {
  const tag = (text: string) => runtime.word(runtime.value(text));
  assert.deepEqual(
    ['null', 'false', 'true', '1', '1.0', '"a"', '[]', '{}', 'set()'].map(tag),
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
  const string = runtime.value('"héllo"');
  assert.equal(runtime.word(string + 4), 6);
  const start = runtime.word(string + 8);
  assert.equal(Buffer.from(runtime.memory.buffer).toString('utf8', start, start + 6), 'héllo');
  const array = runtime.value('["x","y"]');
  assert.equal(runtime.word(array + 4), 2);
  assert.equal(runtime.word(runtime.word(array + 8) + 16), 6);
  const body = runtime.word(runtime.value('{"b":1,"a":[]}') + 8);
  assert.equal(runtime.word(body), 2);
  assert.equal(runtime.word(runtime.word(body + 8) + 32 + 16), 7);
});

testBoth('types are told apart', runtime => {
  for (const [text, expected] of [
    ['[1]', [1, 0, 0]],
    ['{"a":1}', [0, 1, 0]],
    ['{1}', [0, 0, 1]],
    ['"a"', [0, 0, 0]],
  ] as const) {
    const value = runtime.value(text);
    const actual = ['rt_is_array', 'rt_is_object', 'rt_is_set'].map(name =>
      runtime.call(name, value),
    );
    assert.deepEqual(actual, expected, text);
  }
});
