import assert from 'node:assert/strict';
import test from 'node:test';
import { EVERY, printReadPath, project, type ReadPath, readSetOf } from '../../src/ir/read-set.ts';
import { parseValue } from '../../src/value/json.ts';
import { RegoSet, Undefined } from '../../src/value/value.ts';

const MINIMAL: readonly (readonly [name: string, whole: ReadPath[], paths: ReadPath[]])[] = [
  ['nothing', [], []],
  ['the same path twice', [['a'], ['a']], [['a']]],
  ['a path within another', [['a', 'b'], ['a']], [['a']]],
  ['all of the input', [['a'], []], [[]]],
  [
    'a key that every key covers',
    [
      ['a', 'b', 'c'],
      ['a', EVERY],
    ],
    [['a', EVERY]],
  ],
  [
    'a key that every key does not cover',
    [
      ['a', 'b'],
      ['a', EVERY, 'c'],
    ],
    [
      ['a', EVERY, 'c'],
      ['a', 'b'],
    ],
  ],
];

for (const [name, whole, paths] of MINIMAL) {
  test(`read sets are minimal: ${name}`, () => {
    assert.deepEqual(readSetOf(whole, [], true).paths, paths);
  });
}

test('a presence that a longer path tells is not told twice', () => {
  const { paths, tree } = readSetOf([['a', 'b']], [['a'], ['a', 'b'], ['c']], true);
  assert.deepEqual(paths, [['a', 'b'], ['c']]);
  assert.equal(tree.keys.get('c')?.whole, false);
});

/** Two inputs, and whether a plan that reads these paths can tell them apart. */
const PAIRS: readonly (readonly [
  name: string,
  whole: ReadPath[],
  a: string | undefined,
  b: string | undefined,
  same: boolean,
])[] = [
  ['what is not read', [['a']], '{"a":1,"b":1}', '{"a":1,"b":2}', true],
  ['what is read', [['a']], '{"a":1}', '{"a":2}', false],
  ['numbers by their digits', [['a']], '{"a":1}', '{"a":1.0}', false],
  ['an absent key and null', [['a']], '{"a":null}', '{}', false],
  ['an absent key and a scalar above it', [['a', 'b']], '{"a":1}', '{"a":{}}', true],
  ['an absent parent', [['a', 'b']], '{}', '{"a":{}}', false],
  ['no input and an empty one', [['a']], undefined, '{}', false],
  ['elements’ unread parts', [['a', EVERY, 'x']], '{"a":[{"x":1,"y":1}]}', '{"a":[{"x":1}]}', true],
  ['elements’ number', [['a', EVERY, 'x']], '{"a":[{"x":1}]}', '{"a":[{"x":1},{}]}', false],
  ['elements’ keys', [[EVERY, 'x']], '{"a":{"x":1}}', '{"b":{"x":1}}', false],
  ['an object and an array', [[EVERY]], '{}', '[]', false],
  ['keys that look like structure', [['a'], ['b']], '{"a":"x","b":"y"}', '{"a":"x,y"}', false],
];

for (const [name, whole, a, b, same] of PAIRS) {
  test(`a projection tells apart or not: ${name}`, () => {
    const readSet = readSetOf(whole, [], true);
    const of = (text: string | undefined) =>
      project(text === undefined ? Undefined : parseValue(text), readSet);
    assert.equal(of(a) === of(b), same, `${of(a)} ${of(b)}`);
  });
}

test('a set is looked into as plans look into it', () => {
  const readSet = readSetOf([['a']], [], true);
  assert.notEqual(project(RegoSet.of(['a']), readSet), project(RegoSet.of(['b']), readSet));
});

test('paths for people', () => {
  assert.equal(printReadPath([]), 'input');
  assert.equal(printReadPath(['params', 'x-y', EVERY, 'path']), 'input.params["x-y"][*].path');
});
