import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ANY,
  arrayOf,
  NUMBER,
  objectOf,
  oneOf,
  STRING,
  setOf,
  tuple,
} from '../../../src/ir/type.ts';
import { areDisjoint } from '../../../src/rego/stages/types.ts';
import { errorText } from '../../support/rego-compile.ts';

const BODIES: readonly (readonly [body: string, told: RegExp | undefined])[] = [
  ['count([1]) == 1', undefined],
  ['count(input.x) == 1', undefined],
  ['count(1) == 1', /operand 1 of `count` is number/],
  ['x := 1; startswith(x, "a")', /operand 1 of `startswith` is number/],
  ['upper(lower("A")) == "A"', undefined],
  ['upper(count([])) == "A"', /operand 1 of `upper` is number/],
  ['concat(",", ["a", 1]) == "a"', /operand 2 of `concat`/],
  ['concat(",", ["a", input.x]) == "a"', undefined],
  ['1 == "a"', /number never equals string/],
  ['count([]) == "a"', /number never equals string/],
  ['[1, "a"] == [1, input.x]', undefined],
  ['[1, 2] == [1]', /never equals/],
  ['{"a": 1} == {"a": "b"}', /never equals/],
  ['1 != "a"', undefined],
  ['x := true; x.y', /boolean has no parts/],
  ['xs := [y | y := 1; y.z]', /number has no parts/],
  ['every x in [1] { y := x; y.z }', undefined],
  ['x := 1; x == "a" with input as 1', /number never equals string/],
  ['x = count([]) with count as "a"; x == "a"', undefined],
  ['f(1) == "a"; f(1) == 2', undefined],
];

for (const [body, told] of BODIES) {
  test(body, () => {
    const text = errorText(`p if { ${body} }\nf(x) := x`);
    assert.match(text, told ?? /^no error$/);
  });
}

test('disjoint types have no value in common', () => {
  assert.equal(areDisjoint(ANY, NUMBER), false);
  assert.equal(areDisjoint(oneOf(NUMBER, STRING), STRING), false);
  assert.equal(areDisjoint(oneOf(NUMBER, STRING), arrayOf(ANY)), true);
  assert.equal(areDisjoint(arrayOf(NUMBER), arrayOf(STRING)), false);
  assert.equal(areDisjoint(tuple(NUMBER), arrayOf(STRING)), true);
  assert.equal(areDisjoint(arrayOf(STRING), tuple()), false);
  assert.equal(areDisjoint(setOf(NUMBER), setOf(STRING)), false);
  assert.equal(areDisjoint(objectOf(ANY, ANY, { a: NUMBER }), objectOf(ANY, ANY)), false);
});
