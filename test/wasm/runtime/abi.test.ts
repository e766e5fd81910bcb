import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadRuntime, type Runtime, testBoth } from './harness.ts';

function write(runtime: Runtime, address: number, text: string): number {
  return Buffer.from(runtime.memory.buffer).write(text, address);
}

testBoth('says that it is ABI 1.3', runtime => {
  assert.equal(runtime.global('opa_wasm_abi_version').value, 1);
  assert.equal(runtime.global('opa_wasm_abi_minor_version').value, 3);
});

testBoth('a context keeps what it is given', runtime => {
  const context = runtime.call('opa_eval_ctx_new');
  assert.equal(runtime.call('opa_eval_ctx_get_result', context), 0);
  runtime.call('opa_eval_ctx_set_input', context, 11);
  runtime.call('opa_eval_ctx_set_data', context, 22);
  runtime.call('opa_eval_ctx_set_entrypoint', context, 33);
  assert.deepEqual(
    [0, 4, 8, 12].map(offset => runtime.word(context + offset)),
    [11, 22, 0, 33],
  );
});

testBoth('nothing to parse is no value', runtime => {
  assert.equal(runtime.call('opa_json_parse', 0, 4), 0);
  assert.equal(runtime.call('opa_value_parse', 4096, 0), 0);
  assert.equal(runtime.call('rt_parse_input', 0, 0), 0);
});

const ADDS: readonly (readonly [string, number, string])[] = [
  ['["a","b"]', 0, '{"a":{"b":{9},"x":1},"c":[2]}'],
  ['["a","y","z"]', 0, '{"a":{"x":1,"y":{"z":{9}}},"c":[2]}'],
  ['["c"]', 0, '{"a":{"x":1},"c":{9}}'],
  ['["c","0"]', 2, '{"a":{"x":1},"c":[2]}'],
  ['["c","d","e"]', 2, '{"a":{"x":1},"c":[2]}'],
  ['[]', 3, '{"a":{"x":1},"c":[2]}'],
  ['"a"', 3, '{"a":{"x":1},"c":[2]}'],
];

testBoth('data is patched by path', runtime => {
  for (const [path, code, expected] of ADDS) {
    const base = runtime.value('{"a":{"x":1},"c":[2]}');
    const value = runtime.value('{9}');
    assert.equal(runtime.call('opa_value_add_path', base, runtime.value(path), value), code, path);
    assert.equal(runtime.toText(base), expected);
  }
});

testBoth('data is removed by path', runtime => {
  const wide = Array.from({ length: 12 }, (_, index) => `"k${index}":${index}`).join();
  const base = runtime.value(`{"a":{"b":1,"c":2},"d":[1],${wide}}`);
  const remove = (path: string) => runtime.call('opa_value_remove_path', base, runtime.value(path));
  assert.equal(remove('["a","b"]'), 0);
  assert.equal(remove('["none","b"]'), 0);
  assert.equal(remove('["d","0"]'), 2);
  assert.equal(remove('[]'), 3);
  for (let index = 0; index < 11; index++) assert.equal(remove(`["k${index}"]`), 0);
  assert.equal(runtime.toText(base), '{"a":{"c":2},"d":[1],"k11":11}');
  assert.equal(runtime.toText(runtime.call('rt_dot', base, runtime.value('"k11"'))), '11');
  assert.equal(runtime.call('rt_dot', base, runtime.value('"k3"')), 0);
});

for (const file of ['runtime.wasm', 'runtime.scalar.wasm']) {
  test(`one evaluation after another takes no more memory (${file})`, () => {
    const runtime = loadRuntime(file);
    const data = '{"users":{"alice":["admin"]}}';
    runtime.call('tf_set_data', runtime.call('tf_data_buffer', data.length), data.length);
    const buffer = runtime.call('tf_data_buffer', data.length);
    write(runtime, buffer, data);
    const document = runtime.call('tf_set_data', buffer, data.length);
    assert.equal(runtime.call('rt_data'), document);
    const input = JSON.stringify({ text: 'x'.repeat(100), list: [1, 2, 3] });
    const tops = new Set<number>();
    for (let round = 0; round < 50; round++) {
      const address = runtime.call('tf_input_buffer', input.length);
      write(runtime, address, input);
      runtime.call('rt_begin');
      const value = runtime.call('rt_parse_input', address, input.length);
      assert.equal(runtime.call('bi_count', value) === 0, false);
      runtime.call('rt_scan_size', document);
      tops.add(runtime.call('opa_heap_ptr_get'));
    }
    assert.equal(tops.size, 1);
    assert.equal(runtime.toJson(document), data);
  });

  test(`an input that is no JSON ends the evaluation (${file})`, () => {
    const runtime = loadRuntime(file);
    const address = runtime.call('tf_input_buffer', 5);
    write(runtime, address, '{1,2}');
    const parse = () => runtime.call('rt_parse_input', address, 5);
    assert.throws(parse, /^Error: eval_input_error: the input is not valid JSON$/);
    runtime.call('tf_extended_input', 1);
    assert.equal(runtime.toText(parse()), '{1,2}');
    runtime.call('tf_extended_input', 0);
    assert.throws(parse);
  });
}
