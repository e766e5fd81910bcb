import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {
  canonicalJson,
  exactJson,
  isJsonObject,
  type Json,
  JsonNumber,
  parseJson,
  quoteJson,
  stringifyJson,
} from '../../src/base/plain-json.ts';

test('numbers a double would change keep their text', () => {
  const text = '[1,1.0,0.1,-0,1e400,123456789012345678901,9007199254740993]';
  const value = parseJson(text) as Json[];
  assert.deepEqual(
    value.map(item => typeof item),
    ['number', 'object', 'number', 'object', 'object', 'object', 'object'],
  );
  assert.equal(stringifyJson(value), text);
});

test('objects have no prototype, so every key is a key', () => {
  const value = parseJson('{"__proto__":{"a":1},"constructor":2}') as Record<string, Json>;
  assert.deepEqual(Object.keys(value), ['__proto__', 'constructor']);
  assert.equal(value['toString'], undefined);
  assert.equal(stringifyJson(value), '{"__proto__":{"a":1},"constructor":2}');
});

test('text read and printed is what JSON.parse and JSON.stringify make of it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), value => {
      const text = JSON.stringify(value);
      assert.equal(stringifyJson(parseJson(text)), text);
    }),
  );
});

const CANONICAL: readonly (readonly [text: string, canonical: string])[] = [
  ['{"b":1,"a":[2,{"d":null,"c":true}]}', '{"a":[2,{"c":true,"d":null}],"b":1}'],
  ['{"\ufb33":1,"\u{1f600}":2}', '{"\u{1f600}":2,"\ufb33":1}'],
  ['[1.0,10e-1,1E0,0.10,-0,0e5]', '[1,1,1,0.1,0,0]'],
  ['[1e21,1e-7,123456789012345678901]', '[1e+21,1e-7,123456789012345678901]'],
  ['[1e400,1e-400,4e-324,0.1234567890123456789]', '[1e400,1e-400,4e-324,0.1234567890123456789]'],
];

for (const [text, canonical] of CANONICAL) {
  test(`canonical: ${canonical}`, () => {
    assert.equal(canonicalJson(parseJson(text)), canonical);
  });
}

test('canonical texts are canonical', () => {
  fc.assert(
    fc.property(fc.json(), text => {
      const once = canonicalJson(parseJson(text, { duplicates: 'last' }));
      assert.equal(canonicalJson(parseJson(once)), once);
    }),
  );
});

test('exact texts have keys in order, and the digits that were written', () => {
  assert.equal(exactJson(parseJson('{"b":[1.0,1],"a":"x"}')), '{"a":"x","b":[1.0,1]}');
  assert.notEqual(exactJson(parseJson('1.0')), exactJson(parseJson('1')));
});

test('only objects are objects', () => {
  assert.equal(isJsonObject({}), true);
  for (const other of [null, [], 'a', 1, undefined, new JsonNumber('1.0')]) {
    assert.equal(isJsonObject(other), false);
  }
});

test('a string is quoted as JSON.stringify does it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      assert.equal(quoteJson(text), JSON.stringify(text));
    }),
  );
  for (const text of ['plain', 'a"b', 'a\\b', 'a/b', '\u2028', '\ud800', 'é', '\u007f', '\u0000'])
    assert.equal(quoteJson(text), JSON.stringify(text));
});
