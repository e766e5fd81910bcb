import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['json.filter({"a": {"b": 1, "c": 2}, "d": 3}, ["a/b", "d"])', '{"a": {"b": 1}, "d": 3}'],
  ['json.filter({"a": [{"b": 1}, 2]}, {"a/0/b"})', '{"a": [{"b": 1}]}'],
  ['json.filter({"a": {"b": 1}}, {"a", "a/b"})', '{"a": {"b": 1}}'],
  ['json.filter({"a": [1, 2]}, [["a", 1]])', '{"a": [2]}'],
  ['json.filter({"a/b": 1, "c~d": 2}, ["a~1b", "c~0d"])', '{"a/b": 1, "c~d": 2}'],
  ['json.filter(1, [])', 'eval_type_error: json.filter: operand 1 must be object but got number'],
  ['json.remove({"a": {"b": 1, "c": 2}}, ["a/b"])', '{"a": {"c": 2}}'],
  ['json.remove({"a": [1, 2, 3]}, ["a/0", "a/2"])', '{"a": [2]}'],
  ['json.remove({"a": {"x", "y"}}, [["a", "x"]])', '{"a": {"y"}}'],
  ['json.remove({"a": 1}, [""])', '{"a": 1}'],
  [
    'json.remove({"a": 1}, [1])',
    'eval_type_error: json.remove: operand 2 must be one of {set, array} containing string paths or array of path segments but got number',
  ],
  [
    'json.remove({"a": 1}, "a")',
    'eval_type_error: json.remove: operand 2 must be one of {set, array} but got string',
  ],
  ['json.remove([], [])', 'eval_type_error: json.remove: operand 1 must be object but got array'],
]);
