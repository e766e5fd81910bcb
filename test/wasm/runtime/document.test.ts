import assert from 'node:assert/strict';
import { type Runtime, testBoth } from './harness.ts';

const DOTS: readonly (readonly [string, string, string])[] = [
  ['{"a":1}', '"a"', '1'],
  ['{"a":1}', '"b"', 'undefined'],
  ['{1:2}', '1.0', '2'],
  ['["a","b"]', '1', '"b"'],
  ['["a"]', '1', 'undefined'],
  ['["a"]', '-1', 'undefined'],
  ['["a"]', '"0"', 'undefined'],
  ['["a"]', '0.0', 'undefined'],
  ['["a"]', '4294967296', 'undefined'],
  ['{"a",{1}}', '{1}', '{1}'],
  ['{"a"}', '"b"', 'undefined'],
  ['"abc"', '0', 'undefined'],
  ['null', '"a"', 'undefined'],
];

testBoth('a dot finds values, elements and members', runtime => {
  for (const [source, key, expected] of DOTS) {
    const found = runtime.call('rt_dot', runtime.value(source), runtime.value(key));
    assert.equal(runtime.toText(found), expected, `${source}[${key}]`);
  }
});

testBoth('the length of what has one', runtime => {
  for (const [text, length] of [
    ['[1,2]', 2],
    ['{"a":1}', 1],
    ['{1,2,3}', 3],
    ['"é"', 2],
    ['7', 0],
  ] as const) {
    assert.equal(runtime.call('rt_len', runtime.value(text)), length);
  }
});

function withPath(
  runtime: Runtime,
  document: number,
  path: readonly string[],
  value: number,
): number {
  const keys = path.map(key => runtime.json(JSON.stringify(key)));
  const { address } = runtime.put(new Uint8Array(Uint32Array.from(keys).buffer));
  return runtime.call('rt_with', document, address, keys.length, value);
}

testBoth('with makes changed copies', runtime => {
  const document = runtime.value('{"a":{"b":1,"c":[2]},"d":3}');
  const value = runtime.value('{9}');
  const changed = (...path: string[]) => runtime.toText(withPath(runtime, document, path, value));
  assert.equal(changed(), '{9}');
  assert.equal(changed('d'), '{"a":{"b":1,"c":[2]},"d":{9}}');
  assert.equal(changed('a', 'b'), '{"a":{"b":{9},"c":[2]},"d":3}');
  assert.equal(changed('a', 'c', 'e'), '{"a":{"b":1,"c":{"e":{9}}},"d":3}');
  assert.equal(changed('x', 'y'), '{"a":{"b":1,"c":[2]},"d":3,"x":{"y":{9}}}');
  assert.equal(runtime.toText(document), '{"a":{"b":1,"c":[2]},"d":3}');
  assert.equal(runtime.toText(withPath(runtime, 0, ['a', 'b'], value)), '{"a":{"b":{9}}}');
});

testBoth('a merge lets the first object win', runtime => {
  const a = runtime.value('{"x":{"y":1,"z":{2}},"only":0,"scalar":1}');
  const b = runtime.value('{"x":{"y":5,"w":{"v":6}},"scalar":{"q":7},"more":8}');
  assert.equal(
    runtime.toText(runtime.call('rt_object_merge', a, b)),
    '{"more":8,"only":0,"scalar":1,"x":{"w":{"v":6},"y":1,"z":{2}}}',
  );
  assert.equal(runtime.toText(a), '{"only":0,"scalar":1,"x":{"y":1,"z":{2}}}');
});
