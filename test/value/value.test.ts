import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { Decimal } from '../../src/value/decimal.ts';
import {
  compare,
  equal,
  identity,
  isNumber,
  RegoObject,
  RegoSet,
  typeName,
  Undefined,
  type Value,
} from '../../src/value/value.ts';
import { aRegoValue } from '../support/values.ts';

/** Rego's order, smallest first. */
const ORDERED: readonly Value[] = [
  null,
  false,
  true,
  -1,
  0.5,
  new Decimal('1.0'),
  2n ** 60n,
  '',
  'a',
  'aa',
  '\uffee',
  '\u{1f600}',
  [],
  [1],
  [1, 1],
  [2],
  RegoObject.empty,
  RegoObject.of([['a', 1]]),
  RegoObject.of([['a', 2]]),
  RegoObject.of([
    ['a', 2],
    ['b', 0],
  ]),
  RegoObject.of([['b', 0]]),
  RegoSet.empty,
  RegoSet.of([1, 2]),
  RegoSet.of([2]),
];

test('values are ordered as Rego orders them', () => {
  for (const [i, a] of ORDERED.entries()) {
    for (const [j, b] of ORDERED.entries()) {
      assert.equal(Math.sign(compare(a, b)), Math.sign(i - j), `${identity(a)} ${identity(b)}`);
    }
  }
});

test('the order is total', () => {
  fc.assert(
    fc.property(aRegoValue, aRegoValue, aRegoValue, (a, b, c) => {
      assert.equal(compare(a, a), 0);
      assert.ok(compare(a, b) * compare(b, a) <= 0, 'antisymmetric');
      assert.equal(compare(a, b) === 0, compare(b, a) === 0);
      if (compare(a, b) <= 0 && compare(b, c) <= 0) assert.ok(compare(a, c) <= 0, 'transitive');
    }),
    { numRuns: 1000 },
  );
});

test('the identity is shared exactly by equal values', () => {
  fc.assert(
    fc.property(aRegoValue, aRegoValue, (a, b) => {
      assert.equal(identity(a) === identity(b), compare(a, b) === 0);
      assert.equal(equal(a, b), compare(a, b) === 0);
    }),
    { numRuns: 1000 },
  );
});

test('values that only look alike have identities of their own', () => {
  const alike: readonly Value[] = [
    '1',
    1,
    [1],
    RegoSet.of([1]),
    RegoObject.of([[1, 1]]),
    RegoObject.of([['1', 1]]),
    ['a', 'b'],
    ['a,b'],
    ['a","b'],
    'null',
    null,
    '\ud800',
    '\ud801',
  ];
  assert.equal(new Set(alike.map(identity)).size, alike.length);
});

test('objects are keyed by value, and a later entry replaces', () => {
  const object = RegoObject.of([
    ['b', 1],
    [1, null],
    ['b', 2],
  ]);
  assert.equal(object.size, 2);
  assert.equal(object.get('b'), 2);
  assert.equal(object.get(new Decimal('1.0')), null);
  assert.equal(object.has(1), true);
  assert.equal(object.get('1'), Undefined);
  assert.deepEqual(
    object.entries().map(({ key }) => key),
    [1, 'b'],
  );
});

test('`with` leaves the object as it was', () => {
  const before = RegoObject.of([['a', 1]]);
  const after = before.with('b', 2);
  assert.equal(before.size, 1);
  assert.equal(after.size, 2);
});

test('sets have each member once, in order', () => {
  const set = RegoSet.of(['b', 'a', 'b', new Decimal('1.0'), 1]);
  assert.deepEqual(set.members(), [new Decimal('1.0'), 'a', 'b']);
  assert.equal(set.has(1), true);
  assert.equal(set.has('c'), false);
});

test('type names', () => {
  const values: readonly Value[] = [null, true, 1n, 'a', [], RegoObject.empty, RegoSet.empty];
  assert.deepEqual(values.map(typeName), [
    'null',
    'boolean',
    'number',
    'string',
    'array',
    'object',
    'set',
  ]);
  assert.equal(isNumber(new Decimal('1.5')), true);
  assert.equal(isNumber(Undefined), false);
});

test('collections of entries known to be distinct are as any others', () => {
  for (const size of [0, 3, 20]) {
    const keys = Array.from({ length: size }, (_, index) => `k${(index * 7) % size}`);
    const object = RegoObject.ofDistinct(keys.map(key => ({ key, value: null })));
    assert.ok(equal(object, RegoObject.of(keys.map(key => [key, null] as const))));
    assert.ok(equal(RegoSet.ofDistinct(keys), RegoSet.of(keys)));
    for (const key of keys) assert.equal(object.get(key), null);
    assert.equal(object.get('absent'), Undefined);
    assert.equal(object.has(1), false);
    assert.equal(RegoSet.ofDistinct(keys).has('absent'), false);
  }
});

test('strings above U+FFFF come after those up to it', () => {
  assert.ok(compare('\u{1f600}', '\uffee') > 0);
  assert.ok(compare('a\u{1f600}', 'a\u{1f601}') < 0);
  assert.ok(compare('a', 'ab') < 0);
});
