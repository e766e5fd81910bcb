import fc from 'fast-check';
import { anyString, textAndPart } from './arbitrary.ts';
import { agree } from './differential.ts';
import { table } from './harness.ts';

agree(['replace', 'strings.replace_n']);
agree(
  ['replace'],
  fc.tuple(textAndPart, anyString).map(([pair, replacement]) => [...pair, replacement]),
);

const long = 'ab'.repeat(40);

table([
  ['replace', ['"日a"', '""', '"-"'], '"-日-a-"'],
  ['replace', [`"x${long}y${long}"`, `"${long}"`, '"é"'], '"xéyé"'],
  ['strings.replace_n', ['{"a":"b","b":"c","":"-"}', '"ab"'], '"-b-c-"'],
  ['strings.replace_n', [`{"${long}":"x"}`, `"y${long}y"`], '"yxy"'],
  [
    'strings.replace_n',
    ['{1:"a"}', '"a"'],
    'ERROR eval_type_error: strings.replace_n: operand 1 non-string key found in pattern object',
  ],
]);
