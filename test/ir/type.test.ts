import assert from 'node:assert/strict';
import test from 'node:test';
import {
  ANY,
  arrayOf,
  NULL,
  NUMBER,
  objectOf,
  oneOf,
  STRING,
  setOf,
  type Type,
  tuple,
  typeText,
} from '../../src/ir/type.ts';

const TEXTS: readonly (readonly [Type, string])[] = [
  [ANY, 'any'],
  [arrayOf(STRING), 'array[string]'],
  [setOf(arrayOf(ANY)), 'set[array[any]]'],
  [tuple(NUMBER, STRING), '[number, string]'],
  [objectOf(STRING, ANY), 'object{string: any}'],
  [objectOf(ANY, ANY, { op: STRING, path: ANY }), 'object{op: string, path: any, any: any}'],
  [oneOf(NULL, arrayOf(STRING)), 'null | array[string]'],
];

for (const [type, text] of TEXTS) {
  test(text, () => {
    assert.equal(typeText(type), text);
  });
}
