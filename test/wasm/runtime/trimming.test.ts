import { textAndPart } from './arbitrary.ts';
import { agree } from './differential.ts';
import { table } from './harness.ts';

const NAMES = ['trim', 'trim_left', 'trim_right', 'trim_prefix', 'trim_suffix'];

agree(NAMES);
agree(NAMES, textAndPart);
agree(['trim_space']);

table([
  ['trim_space', ['"\\u0085 a\\ufeff"'], '"a\ufeff"'],
  ['trim', ['"éaé"', '"xé"'], '"a"'],
]);
