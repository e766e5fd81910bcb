import assert from 'node:assert/strict';
import { testBoth } from './harness.ts';

testBoth('what a rule evaluated to is remembered until the next evaluation', runtime => {
  runtime.call('rt_begin');
  assert.equal(runtime.call('rt_memo_get', 0), -1);
  runtime.call('rt_memo_set', 0, 0);
  runtime.call('rt_memo_set', 3, 1024);
  assert.equal(runtime.call('rt_memo_get', 0), 0);
  assert.equal(runtime.call('rt_memo_get', 3), 1024);
  runtime.call('rt_begin');
  assert.equal(runtime.call('rt_memo_get', 3), -1);
});

testBoth('a pushed page is empty, and the one before comes back', runtime => {
  runtime.call('rt_begin');
  runtime.call('rt_memo_set', 1, 1040);
  for (let round = 0; round < 3; round++) {
    runtime.call('rt_memo_push');
    assert.equal(runtime.call('rt_memo_get', 1), -1);
    runtime.call('rt_memo_set', 1, 1056);
    runtime.call('rt_memo_push');
    assert.equal(runtime.call('rt_memo_get', 1), -1);
    runtime.call('rt_memo_pop');
    assert.equal(runtime.call('rt_memo_get', 1), 1056);
    runtime.call('rt_memo_pop');
    assert.equal(runtime.call('rt_memo_get', 1), 1040);
  }
});

testBoth('pages are used again within an evaluation', runtime => {
  runtime.call('rt_begin');
  runtime.call('rt_memo_push');
  runtime.call('rt_memo_pop');
  const top = runtime.call('opa_heap_ptr_get');
  for (let round = 0; round < 100; round++) {
    runtime.call('rt_memo_push');
    runtime.call('rt_memo_pop');
  }
  assert.equal(runtime.call('opa_heap_ptr_get'), top);
});
