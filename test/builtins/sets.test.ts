import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['and({1, 2}, {2, 3})', '{2}'],
  ['and({1}, [1])', 'eval_type_error: and: operand 2 must be set but got array'],
  ['or({1}, {2})', '{1, 2}'],
  ['or(1, {2})', 'eval_type_error: or: operand 1 must be set but got number'],
  ['set_diff({1, 2}, {2})', '{1}'],
  ['intersection({{1, 2}, {2, 3}})', '{2}'],
  ['intersection(set())', 'set()'],
  ['intersection({1})', 'eval_type_error: intersection: operand 1 must be set but got number'],
  ['union({{1}, {2, 3}})', '{1, 2, 3}'],
  ['union(set())', 'set()'],
  ['union([])', 'eval_type_error: union: operand 1 must be set but got array'],
]);
