import fc from 'fast-check';
import type { Value } from '../../../src/value/value.ts';
import { anyString } from './arbitrary.ts';
import { agree } from './differential.ts';
import { table } from './harness.ts';

const ONE_PART = [
  'contains',
  'startswith',
  'endswith',
  'indexof',
  'indexof_n',
  'split',
  'strings.count',
  'trim',
  'trim_left',
  'trim_right',
  'trim_prefix',
  'trim_suffix',
];
agree(ONE_PART);
agree([
  'concat',
  'replace',
  'strings.any_prefix_match',
  'strings.any_suffix_match',
  'strings.replace_n',
  'strings.reverse',
  'strings.split_n',
  'substring',
  'trim_space',
]);

/** A text and a piece of it. */
const textAndPart = fc
  .tuple(anyString, fc.nat(8), fc.nat(3))
  .map(([text, from, length]): Value[] => {
    const characters = Array.from(text);
    return [text, characters.slice(from, from + length).join('')];
  });
agree(ONE_PART, textAndPart);
agree(
  ['replace'],
  fc.tuple(textAndPart, anyString).map(([pair, replacement]) => [...pair, replacement]),
);
agree(
  ['substring'],
  fc.tuple(anyString, fc.integer({ min: -1, max: 9 }), fc.integer({ min: -1, max: 9 })),
);
agree(
  ['strings.split_n'],
  fc.tuple(anyString, fc.constantFrom('', 'a', 'é'), fc.integer({ min: -9, max: 9 })),
);

const long = 'ab'.repeat(40);

table([
  ['indexof', ['"日本"', '"本"'], '1'],
  ['indexof_n', ['"aaa"', '"aa"'], '[0,1]'],
  ['split', ['""', '""'], '[]'],
  ['split', ['""', '","'], '[""]'],
  ['replace', ['"日a"', '""', '"-"'], '"-日-a-"'],
  ['replace', [`"x${long}y${long}"`, `"${long}"`, '"é"'], '"xéyé"'],
  ['contains', [`"${'a'.repeat(500)}${long}"`, `"${'a'.repeat(60)}${long}"`], 'true'],
  ['contains', [`"${'a'.repeat(500)}"`, `"${'a'.repeat(60)}b"`], 'false'],
  ['strings.replace_n', ['{"a":"b","b":"c","":"-"}', '"ab"'], '"-b-c-"'],
  ['strings.replace_n', [`{"${long}":"x"}`, `"y${long}y"`], '"yxy"'],
  ['strings.split_n', ['"a,b,c"', '","', '-9223372036854775808'], '["a","b","c"]'],
  ['trim_space', ['"\\u0085 a\\ufeff"'], '"a\ufeff"'],
  ['indexof', ['"a"', '""'], 'ERROR eval_builtin_error: indexof: empty search character'],
  ['substring', ['"a"', '-1', '1'], 'ERROR eval_builtin_error: substring: negative offset'],
]);
