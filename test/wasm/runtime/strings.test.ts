import fc from 'fast-check';
import { anyString, textAndPart } from './arbitrary.ts';
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
];
agree(ONE_PART);
agree([
  'concat',
  'strings.any_prefix_match',
  'strings.any_suffix_match',
  'strings.reverse',
  'strings.split_n',
  'substring',
]);

agree(ONE_PART, textAndPart);
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
  ['contains', [`"${'a'.repeat(500)}${long}"`, `"${'a'.repeat(60)}${long}"`], 'true'],
  ['contains', [`"${'a'.repeat(500)}"`, `"${'a'.repeat(60)}b"`], 'false'],
  ['strings.split_n', ['"a,b,c"', '","', '-9223372036854775808'], '["a","b","c"]'],
  ['indexof', ['"a"', '""'], 'ERROR eval_builtin_error: indexof: empty search character'],
  ['substring', ['"a"', '-1', '1'], 'ERROR eval_builtin_error: substring: negative offset'],
]);
