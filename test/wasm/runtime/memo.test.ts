import assert from 'node:assert/strict';
import { MEMO } from '../../../src/wasm/abi.ts';
import { type Runtime, testBoth } from './harness.ts';

/** Where a slot of the page in use lies. */
function place(runtime: Runtime, slot: number): number {
  return Number(runtime.global('rt_memo_page').value) + MEMO.slots + MEMO.slotBytes * slot;
}

function get(runtime: Runtime, slot: number): number {
  return runtime.word(place(runtime, slot)) | 0;
}

function set(runtime: Runtime, slot: number, value: number): void {
  new DataView(runtime.memory.buffer).setUint32(place(runtime, slot), value, true);
}

testBoth('what a rule evaluated to is remembered until the next evaluation', runtime => {
  runtime.call('rt_begin');
  assert.equal(get(runtime, 0), MEMO.notComputed);
  set(runtime, 0, 0);
  set(runtime, 3, 1024);
  assert.equal(get(runtime, 0), 0);
  assert.equal(get(runtime, 3), 1024);
  runtime.call('rt_begin');
  assert.equal(get(runtime, 3), MEMO.notComputed);
});

testBoth('a pushed page is empty, and the one before comes back', runtime => {
  runtime.call('rt_begin');
  set(runtime, 1, 1040);
  for (let round = 0; round < 3; round++) {
    runtime.call('rt_memo_push');
    assert.equal(get(runtime, 1), MEMO.notComputed);
    set(runtime, 1, 1056);
    runtime.call('rt_memo_push');
    assert.equal(get(runtime, 1), MEMO.notComputed);
    runtime.call('rt_memo_pop');
    assert.equal(get(runtime, 1), 1056);
    runtime.call('rt_memo_pop');
    assert.equal(get(runtime, 1), 1040);
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
