import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { decodeUtf8, JsonError, type JsonOptions, readJson } from '../../src/base/json.ts';

/** Builds what JSON.parse builds. */
const plain = {
  literal: (value: null | boolean): unknown => value,
  number: (text: string): unknown => Number(text),
  string: (value: string): unknown => value,
  array: (items: unknown[]): unknown => items,
  members: (): object => ({}),
  has: (members: object, key: string): boolean => Object.hasOwn(members, key),
  set: (members: object, key: string, value: unknown): void => {
    const enumerable = { enumerable: true, writable: true, configurable: true };
    Object.defineProperty(members, key, { value, ...enumerable });
  },
  object: (members: object): unknown => members,
};

function read(text: string | Uint8Array, options?: JsonOptions): unknown {
  return readJson(text, plain, options);
}

const VALID = [
  'null',
  ' true ',
  '-0',
  '1e-7',
  '""',
  '"\\u0041\\n\\/\\ud83d\\ude00"',
  '"\u{1f600}\u2028"',
  '[]',
  '{ }',
  '[1 , [2]\t,\r\n{"a" : [] } ]',
  '{"":{},"__proto__":1,"constructor":2}',
];

for (const text of VALID) {
  test(`reads ${JSON.stringify(text)} as JSON.parse does`, () => {
    assert.deepEqual(read(text), JSON.parse(text));
    assert.deepEqual(read(Buffer.from(text)), JSON.parse(text));
  });
}

const INVALID: readonly (readonly [text: string, message: string])[] = [
  ['', 'unexpected end at offset 0'],
  ['nul', 'invalid literal at offset 0'],
  ['nulll', 'unexpected text after the JSON value at offset 4'],
  ['{} x', 'unexpected text after the JSON value at offset 3'],
  ['01', 'unexpected text after the JSON value at offset 1'],
  ['+1', 'unexpected character at offset 0'],
  ['1.', 'unexpected text after the JSON value at offset 1'],
  ['-', 'unexpected character at offset 0'],
  ['\ufeff1', 'unexpected character at offset 0'],
  ['[1,]', 'unexpected character at offset 3'],
  ['[1 2]', 'expected `,` or `]` at offset 3'],
  ['{"a":1,}', 'expected a key in double quotes at offset 7'],
  ['{a:1}', 'expected a key in double quotes at offset 1'],
  ['{"a" 1}', 'expected `:` after the key at offset 5'],
  ['{"a":1', 'expected `,` or `}` at offset 6'],
  ['"a', 'unterminated string at offset 0'],
  ['"\\', 'invalid escape at offset 1'],
  ['"a\nb"', 'control character in a string at offset 2'],
  ['"\\x41"', 'invalid escape at offset 1'],
  ['"\\u12g4"', 'invalid escape at offset 1'],
];

for (const [text, message] of INVALID) {
  test(`refuses ${JSON.stringify(text)}, as JSON.parse does`, () => {
    assert.throws(() => read(text), { name: 'TfError', code: 'tf_json_invalid', message });
    assert.throws(() => JSON.parse(text), SyntaxError);
  });
}

/** Where two readers of one text could disagree, this one reads nothing. */
const STRICTER: readonly (readonly [text: string, message: string])[] = [
  ['{"a":1,"a":2}', 'duplicate key `a` at offset 7'],
  ['{"a":1,"\\u0061":2}', 'duplicate key `a` at offset 7'],
  ['"\\ud83d"', 'lone surrogate in a string at offset 1'],
  ['"x\\ude00\\ud83d"', 'lone surrogate in a string at offset 1'],
  ['"\ud83d"', 'lone surrogate in a string at offset 1'],
  [`${'['.repeat(129)}${']'.repeat(129)}`, 'nesting is deeper than 128 at offset 128'],
];

for (const [text, message] of STRICTER) {
  test(`refuses ${JSON.stringify(text.slice(0, 30))}, which JSON.parse accepts`, () => {
    assert.throws(() => read(text), { message });
    assert.doesNotThrow(() => JSON.parse(text));
  });
}

test('the last of two equal keys counts, if allowed, in the place of the first', () => {
  const value = read('{"a":1,"b":2,"a":3}', { duplicates: 'last' });
  assert.equal(JSON.stringify(value), '{"a":3,"b":2}');
});

test('the depth can be set', () => {
  assert.deepEqual(read('[[1]]', { maxDepth: 2 }), [[1]]);
  assert.throws(() => read('[[1]]', { maxDepth: 1 }), /nesting is deeper than 1/);
});

test('bytes that are no UTF-8 are refused', () => {
  assert.throws(() => read(Uint8Array.of(0x22, 0xff, 0x22)), /invalid UTF-8/);
  assert.throws(() => decodeUtf8(Uint8Array.of(0xc0, 0x80)), JsonError);
  assert.equal(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf)), '\ufeff');
});

test('valid text is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), text => {
      assert.deepEqual(read(text, { duplicates: 'last' }), JSON.parse(text));
    }),
  );
});

test('a text with one change is read as JSON.parse reads it, or refused with it', () => {
  const change = fc.tuple(
    fc.nat(),
    fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '0', 'e', '-', ' ', '\n', '\u0001'),
  );
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), change, (text, [at, sign]) => {
      const index = at % (text.length + 1);
      const broken = text.slice(0, index) + sign + text.slice(index + 1);
      let wanted: unknown;
      try {
        wanted = JSON.parse(broken);
      } catch {
        assert.throws(() => read(broken, { duplicates: 'last' }), JsonError);
        return;
      }
      assert.deepEqual(read(broken, { duplicates: 'last' }), wanted);
    }),
    { numRuns: 1000 },
  );
});

test('many keys and long strings cost their length, not its square', () => {
  const keys = Array.from({ length: 50_000 }, (_, index) => `"k${index}":"${'x'.repeat(20)}"`);
  assert.equal(Object.keys(read(`{${keys.join()}}`) as object).length, 50_000);
});
