import { agree } from './differential.ts';
import { table } from './harness.ts';

agree(['and', 'or', 'set_diff', 'intersection', 'union']);

table([
  ['intersection', ['set()'], 'set()'],
  ['union', ['{{1,2},{2,3.0},{3}}'], '{1,2,3.0}'],
  ['or', ['{1}', '[1]'], 'ERROR eval_type_error: or: operand 2 must be set but got array'],
]);
