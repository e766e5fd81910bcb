import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc, { type Arbitrary } from 'fast-check';
import {
  ANY,
  arrayOf,
  BOOLEAN,
  closedObject,
  NEVER,
  NULL,
  NUMBER,
  objectOf,
  oneOf,
  STRING,
  setOf,
  type Type,
  tuple,
  typeText,
} from '../../../src/ir/type.ts';
import {
  bounded,
  canMatch,
  isSame,
  join,
  keysOf,
  merged,
  selected,
  valuesOf,
} from '../../../src/rego/check/type-algebra.ts';

const { type: types } = fc.letrec<{ type: Type }>(tie => {
  const type = tie('type') as Arbitrary<Type>;
  return {
    type: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(ANY, NULL, BOOLEAN, NUMBER, STRING),
      type.map(arrayOf),
      type.map(setOf),
      fc.array(type, { minLength: 1, maxLength: 3 }).map(items => tuple(...items)),
      fc.dictionary(fc.constantFrom('a', 'b'), type).map(closedObject),
      fc.tuple(type, type).map(([key, value]) => objectOf(key, value)),
      fc.array(type, { minLength: 1, maxLength: 3 }).map(join),
    ),
  };
});

test('a type can match itself, any, and every union with it; matching is symmetric', () => {
  fc.assert(
    fc.property(types, types, (a, b) => {
      assert.ok(canMatch(a, a) && canMatch(a, ANY) && canMatch(join([a, b]), a));
      assert.equal(canMatch(a, b), canMatch(b, a));
    }),
  );
});

test('a union has each type once, in any order', () => {
  fc.assert(
    fc.property(types, types, types, (a, b, c) => {
      assert.ok(isSame(join([a, b, c]), join([c, join([b, a]), a])));
    }),
  );
});

test('what rules make together can match what each of them makes', () => {
  fc.assert(
    fc.property(types, types, (a, b) => {
      const both = merged(a, b);
      assert.ok(canMatch(both, a) && canMatch(both, b), typeText(both));
    }),
  );
});

const DISJOINT: readonly (readonly [a: Type, b: Type])[] = [
  [NUMBER, STRING],
  [oneOf(NUMBER, STRING), arrayOf(ANY)],
  [arrayOf(NUMBER), arrayOf(STRING)],
  [tuple(NUMBER), tuple(NUMBER, NUMBER)],
  [tuple(NUMBER), arrayOf(STRING)],
  [setOf(NUMBER), setOf(STRING)],
  [setOf(ANY), arrayOf(ANY)],
  [closedObject({ a: NUMBER }), closedObject({ b: NUMBER })],
  [closedObject({ a: NUMBER }), objectOf(ANY, STRING)],
];

for (const [a, b] of DISJOINT) {
  test(`${typeText(a)} never equals ${typeText(b)}`, () => assert.equal(canMatch(a, b), false));
}

test('keys and values', () => {
  const object = objectOf(NUMBER, BOOLEAN, { a: STRING });
  assert.ok(isSame(keysOf(object), oneOf(STRING, NUMBER)));
  assert.ok(isSame(valuesOf(object), oneOf(STRING, BOOLEAN)));
  assert.ok(isSame(keysOf(oneOf(STRING, tuple(NULL))), NUMBER));
  assert.equal(keysOf(STRING), NEVER);
  assert.equal(valuesOf(NULL), NEVER);
});

test('looking up a constant', () => {
  const key = (value: string | number) =>
    ({ type: typeof value === 'string' ? STRING : NUMBER, value }) as const;
  assert.equal(selected(closedObject({ a: NULL }), key('a')), NULL);
  assert.equal(selected(closedObject({ a: NULL }), key('toString')), NEVER);
  assert.equal(selected(objectOf(STRING, BOOLEAN, { a: NULL }), key('b')), BOOLEAN);
  assert.equal(selected(objectOf(STRING, BOOLEAN), key(1)), NEVER);
  assert.equal(selected(tuple(NULL), key(1)), NEVER);
  assert.equal(selected(setOf(NUMBER), key('a')), NEVER);
  assert.equal(selected(ANY, key('a')), ANY);
});

test('a type that is too large is any', () => {
  let type: Type = NUMBER;
  for (let level = 0; level < 60; level++) type = tuple(type, type);
  assert.equal(bounded(type), ANY);
  assert.equal(join([NULL, type]), ANY);
  assert.equal(bounded(NUMBER), NUMBER);
});
