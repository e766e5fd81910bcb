import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadRuntime, STATIC_BASE, testBoth } from './harness.ts';

testBoth("the runtime's static data ends before the policy's begins", runtime => {
  assert(runtime.call('rt_static_end') <= STATIC_BASE);
});

testBoth('what is allocated is aligned and addressable', runtime => {
  for (const size of [0, 1, 15, 16, 17, 1_000_000]) {
    const address = runtime.call('opa_malloc', size);
    assert.equal(address % 16, 0);
    assert(address + size <= runtime.memory.buffer.byteLength);
  }
});

testBoth('the arena goes back to a mark', runtime => {
  const mark = runtime.call('opa_heap_ptr_get');
  const first = runtime.json('[1,2,3]');
  runtime.call('opa_heap_ptr_set', mark);
  assert.equal(runtime.json('[1,2,3]'), first);
});

for (const file of ['runtime.wasm', 'runtime.scalar.wasm']) {
  test(`running out of memory is told (${file})`, () => {
    const runtime = loadRuntime(file, 8);
    assert.throws(
      () => runtime.call('opa_malloc', 500_000),
      /^Error: eval_memory_error: out of memory$/,
    );
    assert.throws(() => runtime.call('opa_malloc', -64), /^Error: eval_memory_error: /);
    runtime.reset();
    assert.equal(runtime.toJson(runtime.json('[1]')), '[1]');
  });
}
