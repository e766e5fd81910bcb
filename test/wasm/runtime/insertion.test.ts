import assert from 'node:assert/strict';
import { testBoth } from './harness.ts';

testBoth('insert_once tells of another value under the key', runtime => {
  const object = runtime.call('rt_object_new');
  const insert = (k: string, v: string) =>
    runtime.call('rt_object_insert_once', object, runtime.value(k), runtime.value(v));
  assert.equal(insert('"a"', '{1}'), 1);
  assert.equal(insert('"a"', '{1.0}'), 1);
  assert.equal(insert('"a"', '{2}'), 0);
  assert.equal(runtime.toText(object), '{"a":{1}}');
});

testBoth('an object put into another may still grow', runtime => {
  const outer = runtime.call('rt_object_new');
  const inner = runtime.call('rt_object_new');
  runtime.call('rt_object_insert', outer, runtime.value('"inner"'), inner);
  for (let index = 0; index < 20; index++) {
    runtime.call('rt_object_insert', inner, runtime.value(String(index)), runtime.value('true'));
  }
  const found = runtime.call('rt_dot', outer, runtime.value('"inner"'));
  assert.equal(runtime.call('rt_len', found), 20);
});

testBoth('a replaced entry takes the new key and value', runtime => {
  const object = runtime.call('rt_object_new');
  const insert = (k: string, v: string) =>
    runtime.call('rt_object_insert', object, runtime.value(k), runtime.value(v));
  insert('1', '"a"');
  insert('1.0', '"b"');
  assert.equal(runtime.toText(object), '{1.0:"b"}');
});
