import assert from 'node:assert/strict';
import test from 'node:test';
import { dot, elements, length, merge, upsert } from '../../src/ir/operations.ts';
import { Decimal } from '../../src/value/decimal.ts';
import { fromJs, toJson } from '../../src/value/json.ts';
import {
  type MaybeValue,
  RegoObject,
  RegoSet,
  Undefined,
  type Value,
} from '../../src/value/value.ts';

const object = RegoObject.of([
  ['a', null],
  [2, 'two'],
]);

const LOOKUPS: readonly (readonly [name: string, source: Value, key: Value, found: MaybeValue])[] =
  [
    ['an object’s null', object, 'a', null],
    ['an object’s number key', object, new Decimal('2.0'), 'two'],
    ['a missing key', object, 'b', Undefined],
    ['an item', ['x', 'y'], 1, 'y'],
    ['an item by an integer written as a fraction', ['x', 'y'], new Decimal('1.0'), 'y'],
    ['no item at a fraction', ['x', 'y'], new Decimal('0.5'), Undefined],
    ['no item at a negative index', ['x', 'y'], -1, Undefined],
    ['no item past the end', ['x', 'y'], 2, Undefined],
    ['no item by its index’s text', ['x', 'y'], '1', Undefined],
    ['no property of arrays', ['x', 'y'], 'length', Undefined],
    ['a set’s member', RegoSet.of(['x']), 'x', 'x'],
    ['no member', RegoSet.of(['x']), 'y', Undefined],
    ['nothing in a string', 'text', 0, Undefined],
  ];

for (const [name, source, key, found] of LOOKUPS) {
  test(`dot finds ${name}`, () => {
    assert.equal(dot(source, key), found);
  });
}

test('length counts elements, and code points of strings', () => {
  assert.equal(length(object), 2);
  assert.equal(length(RegoSet.of([1])), 1);
  assert.equal(length(['a']), 1);
  assert.equal(length('a😀'), 2);
  assert.equal(length(3), 0);
});

test('elements come in Rego’s order; a set’s members are their own keys', () => {
  assert.deepEqual(elements(['x']), [{ key: 0, value: 'x' }]);
  assert.deepEqual(elements(RegoSet.of(['b', 'a'])), [
    { key: 'a', value: 'a' },
    { key: 'b', value: 'b' },
  ]);
  assert.deepEqual(
    elements(object).map(({ key }) => key),
    [2, 'a'],
  );
  assert.deepEqual(elements('text'), []);
  assert.deepEqual(elements(Undefined), []);
});

test('merge joins objects into objects; elsewhere the first wins', () => {
  const first = fromJs({ a: { x: 1 }, b: 1 });
  const second = fromJs({ a: { x: 2, y: 2 }, b: { z: 2 }, c: 2 });
  assert.equal(toJson(merge(first, second)), '{"a":{"x":1,"y":2},"b":1,"c":2}');
});

const UPSERTS: readonly (readonly [document: MaybeValue, path: string[], json: string])[] = [
  [Undefined, [], '1'],
  [Undefined, ['a'], '{"a":1}'],
  [fromJs({ a: { b: 0 }, c: 2 }), ['a', 'b'], '{"a":{"b":1},"c":2}'],
  [fromJs({ a: 'in the way' }), ['a', 'b'], '{"a":{"b":1}}'],
  [fromJs([1]), ['a'], '{"a":1}'],
];

for (const [document, path, json] of UPSERTS) {
  test(`upsert at ${JSON.stringify(path)} gives ${json}`, () => {
    assert.equal(toJson(upsert(document, path, 1) as Value), json);
  });
}

test('upsert makes the whole document undefined, but no part of it', () => {
  assert.equal(upsert(object, [], Undefined), Undefined);
});
