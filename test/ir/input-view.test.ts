import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type Json, parseJson } from '../../src/base/plain-json.ts';
import { inputView } from '../../src/ir/input-view.ts';
import { EVERY, project, type ReadPath, readSetOf } from '../../src/ir/read-set.ts';
import { parseValue } from '../../src/value/json.ts';

/** Two inputs, and whether a plan that reads these paths can tell them apart. */
const PAIRS: readonly (readonly [
  name: string,
  whole: ReadPath[],
  a: string,
  b: string,
  same: boolean,
])[] = [
  ['what is not read', [['a']], '{"a":1,"b":1}', '{"a":1,"b":2}', true],
  ['what is read', [['a']], '{"a":1}', '{"a":2}', false],
  ['numbers by their digits', [['a']], '{"a":1}', '{"a":1.0}', false],
  ['a number and its text', [['a']], '{"a":1}', '{"a":"1"}', false],
  ['a number kept as text and a text', [['a']], '{"a":1.0}', '{"a":"1.0"}', false],
  ['an absent key and null', [['a']], '{"a":null}', '{}', false],
  ['an absent key and a scalar above it', [['a', 'b']], '{"a":1}', '{"a":{}}', true],
  ['an absent parent', [['a', 'b']], '{}', '{"a":{}}', false],
  ['the order of keys', [['a']], '{"a":{"x":1,"y":2}}', '{"a":{"y":2,"x":1}}', true],
  ['elements’ unread parts', [['a', EVERY, 'x']], '{"a":[{"x":1,"y":1}]}', '{"a":[{"x":1}]}', true],
  ['elements’ number', [['a', EVERY, 'x']], '{"a":[{"x":1}]}', '{"a":[{"x":1},{}]}', false],
  ['elements’ keys', [[EVERY, 'x']], '{"a":{"x":1}}', '{"b":{"x":1}}', false],
  ['an object and an array', [[EVERY]], '{}', '[]', false],
  ['a key beside every key', [['a'], [EVERY, 'x']], '{"a":{"y":1}}', '{"a":{"y":2}}', false],
  ['keys that look like structure', [['a'], ['b']], '{"a":"x","b":"y"}', '{"a":"x,y"}', false],
  ['long texts', [['a']], `{"a":"${'x'.repeat(999)}1"}`, `{"a":"${'x'.repeat(999)}2"}`, false],
  ['a key all objects have', [['constructor']], '{}', '{"constructor":null}', false],
];

for (const [name, whole, a, b, same] of PAIRS) {
  test(`a view tells apart or not: ${name}`, () => {
    const view = inputView(readSetOf(whole, [], true));
    const [left, right] = [view.values(parseJson(a)), view.values(parseJson(b))];
    assert.equal(left.length === right.length && left.every((v, i) => v === right[i]), same);
  });
}

const VISIBLE: readonly (readonly [
  name: string,
  whole: ReadPath[],
  present: ReadPath[],
  input: string,
  json: string,
])[] = [
  ['nothing', [], [], '{"a":1}', '{}'],
  ['one key', [['a']], [], '{"a":"x\\n\\u00e9","b":1}', '{"a":"x\\né"}'],
  ['digits', [['a']], [], '{"a":[1.0,{"b":1e3}]}', '{"a":[1.0,{"b":1e3}]}'],
  ['the presence of a key', [], [['a']], '{"a":[1,2],"b":1}', '{"a":{}}'],
  ['an absent key', [['a'], ['b', 'c']], [], '{"x":1}', '{}'],
  ['elements', [['a', EVERY, 'x']], [], '{"a":[{"x":1,"y":2},3]}', '{"a":[{"x":1},{}]}'],
  ['members', [[EVERY, 'x'], ['b']], [], '{"a":{"y":1},"b":2}', '{"a":{},"b":2}'],
  ['all of it', [[]], [], '{"b":1,"a":2}', '{"b":1,"a":2}'],
];

for (const [name, whole, present, input, json] of VISIBLE) {
  test(`the visible part of an input: ${name}`, () => {
    assert.equal(inputView(readSetOf(whole, present, true)).json(parseJson(input)), json);
  });
}

test('a long text takes little room', () => {
  const view = inputView(readSetOf([['a']], [], true));
  const values = view.values(parseJson(`{"a":"${'x'.repeat(100_000)}"}`));
  assert.ok(values.every(value => typeof value !== 'string' || value.length < 300));
});

const step = fc.constantFrom('a', 'b', 'c', EVERY);
const paths = fc.array(fc.array(step, { maxLength: 3 }), { maxLength: 4 });
const { tree: document } = fc.letrec<{ tree: Json }>(tie => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, true, 1, 'x', ''),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('tree'), { maxKeys: 4 }),
  ),
}));

test('the visible part is seen like the whole, and tells apart whatever a projection of values does', () => {
  fc.assert(
    fc.property(paths, paths, document, document, (whole, present, one, other) => {
      const readSet = readSetOf(whole, present, true);
      const view = inputView(readSet);
      const values = view.values(one);
      assert.deepEqual(view.values(parseJson(view.json(one))), values);
      const projected = (json: Json) => project(parseValue(JSON.stringify(json)), readSet);
      assert.equal(projected(parseJson(view.json(one))), projected(one));
      const again = view.values(other);
      const same = values.length === again.length && values.every((v, i) => v === again[i]);
      if (same) assert.equal(projected(one), projected(other));
    }),
  );
});
