import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadRuntime, type Runtime, STATIC_BASE, testBoth } from './harness.ts';

const ID = 12;

/** A string slot outside the arena's reach, as a policy's constant. */
function constant(runtime: Runtime, text: string): number {
  const slot = runtime.json(JSON.stringify(text));
  runtime.call('rt_intern_slot', slot);
  return slot;
}

function setData(runtime: Runtime, text: string): number {
  const address = runtime.call('tf_data_buffer', Buffer.byteLength(text));
  Buffer.from(runtime.memory.buffer).write(text, address);
  return runtime.call('tf_set_data', address, Buffer.byteLength(text));
}

function input(runtime: Runtime, text: string): number {
  const length = Buffer.byteLength(text);
  const address = runtime.call('tf_input_buffer', length);
  Buffer.from(runtime.memory.buffer).write(text, address);
  return runtime.call('rt_parse_input', address, length);
}

for (const file of ['runtime.wasm', 'runtime.scalar.wasm']) {
  test(`strings of policy, data and input share ids (${file})`, () => {
    const runtime = loadRuntime(file);
    const names = Array.from({ length: 300 }, (_, index) => `name ${index}`);
    const slots = names.map(name => constant(runtime, name));
    runtime.call('rt_ready');
    const ids = slots.map(slot => runtime.word(slot + ID));
    assert.equal(new Set(ids).size, names.length);

    const idOf = (text: string) => runtime.word(input(runtime, JSON.stringify(text)) + ID);
    assert.equal(idOf('name 7'), ids[7]);
    assert.equal(idOf('from data'), 0);

    assert.notEqual(setData(runtime, '{"from data":["name 8"]}'), 0);
    const known = idOf('from data');
    assert(known > names.length);
    assert.equal(idOf('name 8'), ids[8]);

    runtime.call('tf_data_buffer', 0);
    assert.equal(idOf('from data'), 0);
    assert.equal(idOf('name 299'), ids[299]);
  });

  test(`the seed changes no id and no result (${file})`, () => {
    const runtime = loadRuntime(file);
    const slot = constant(runtime, 'known');
    runtime.call('rt_ready');
    const id = runtime.word(slot + ID);
    for (const seed of [0n, 1n, -1n, 0x123456789abcdefn]) {
      runtime.call('tf_seed', seed);
      assert.equal(runtime.word(input(runtime, '"known"') + ID), id);
      const keys = Array.from({ length: 100 }, (_, index) => `"${'k'.repeat(index)}":${index}`);
      const object = input(runtime, `{${keys.join()},"known":true}`);
      assert.equal(runtime.toText(runtime.call('rt_dot', object, slot)), 'true');
    }
  });
}

testBoth('strings with and without an id are equal by their bytes', runtime => {
  assert(STATIC_BASE < runtime.call('opa_heap_ptr_get'));
  const before = runtime.json('"shared"');
  const after = runtime.json('"shared"');
  runtime.call('rt_intern_slot', after);
  const object = runtime.json('{"shared":1}');
  assert.equal(runtime.call('rt_equal', before, after), 1);
  assert.equal(runtime.toText(runtime.call('rt_dot', object, before)), '1');
  assert.equal(runtime.toText(runtime.call('rt_dot', object, after)), '1');
});
