import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toJson } from '../../../src/value/json.ts';
import { anyValue } from './arbitrary.ts';
import { notation, testBoth } from './harness.ts';

testBoth('prints JSON as TypeScript does', runtime => {
  fc.assert(
    fc.property(anyValue, value => {
      runtime.reset();
      assert.equal(runtime.toJson(runtime.value(notation(value))), toJson(value));
    }),
  );
});

testBoth('escapes as JSON.stringify does', runtime => {
  const points = Array.from({ length: 0x180 }, (_, point) => String.fromCodePoint(point));
  const text = JSON.stringify(points.join('') + points.join('xxxxxxxxxxxxxxxxxxxxx'));
  assert.equal(runtime.toJson(runtime.json(text)), text);
});

testBoth("keeps sets and keys in Rego's notation", runtime => {
  const text = '[{"b":set(),1:{2}},{3,1,2}]';
  assert.equal(runtime.toText(runtime.value(text)), '[{1:{2},"b":set()},{1,2,3}]');
  assert.equal(runtime.toJson(runtime.value(text)), '[{"1":[2],"b":[]},[1,2,3]]');
});

testBoth('quotes the text of a key that is a collection', runtime => {
  assert.equal(runtime.toJson(runtime.value('{["a"]:1}')), '{"[\\"a\\"]":1}');
});
