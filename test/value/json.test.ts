import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { JsonNumber } from '../../src/base/plain-json.ts';
import { Decimal } from '../../src/value/decimal.ts';
import { fromJs, parseValue, toJs, toJson } from '../../src/value/json.ts';
import { equal, identity, RegoObject, RegoSet, type Value } from '../../src/value/value.ts';

test('numbers keep their digits from text to text', () => {
  const text = '[0,-0,1.0,1.50e+10,123456789012345678901234567890,0.1]';
  assert.equal(toJson(parseValue(text)), text);
});

test('of two equal keys the last one counts, or both are refused', () => {
  assert.equal(toJson(parseValue('{"a":1,"a":2}')), '{"a":2}');
  assert.throws(() => parseValue('{"a":1,"a":2}', { duplicates: 'refuse' }), {
    code: 'tf_json_invalid',
  });
});

const PRINTED: readonly (readonly [value: Value, json: string])[] = [
  [RegoSet.of(['b', 1, 'a']), '[1,"a","b"]'],
  [
    RegoObject.of([
      ['b', 1],
      ['a', RegoSet.empty],
    ]),
    '{"a":[],"b":1}',
  ],
  [RegoObject.of([[1, true]]), '{"1":true}'],
  [RegoObject.of([[['x', null], true]]), '{"[\\"x\\",null]":true}'],
  ['"\u0000\u{1f600}', '"\\"\\u0000\u{1f600}"'],
];

for (const [value, json] of PRINTED) {
  test(`prints ${json}`, () => {
    assert.equal(toJson(value), json);
  });
}

test('JSON text read and printed is what JSON.parse makes of it', () => {
  fc.assert(
    fc.property(fc.json(), text => {
      assert.deepEqual(JSON.parse(toJson(parseValue(text))), JSON.parse(text));
    }),
  );
});

test('JavaScript values become Rego’s and come back', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      assert.deepEqual(toJs(fromJs(value)), JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('what JSON lacks has a form as well', () => {
  assert.ok(equal(fromJs(new Set(['a'])), RegoSet.of(['a'])));
  assert.ok(equal(fromJs(new Map([[1, 2]])), RegoObject.of([[1, 2]])));
  assert.equal(identity(fromJs(2n ** 70n)), String(2n ** 70n));
  assert.deepEqual(fromJs(new JsonNumber('1.0')), new Decimal('1.0'));
  assert.deepEqual(fromJs(1e21), new Decimal('1e+21'));
  assert.equal(toJson(fromJs({ a: undefined, b: -0 })), '{"b":0}');
});

test('sets and long numbers become what JSON.parse would give', () => {
  assert.deepEqual(toJs(RegoSet.of(['b', 'a'])), ['a', 'b']);
  assert.equal(toJs(2n ** 70n), 2 ** 70);
  assert.equal(toJs(new Decimal('1.50')), 1.5);
});

for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1, Symbol('s')]) {
  test(`${String(value)} has no form in Rego`, () => {
    assert.throws(() => fromJs(value), TypeError);
  });
}
