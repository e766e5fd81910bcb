import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['object.get({"a": 1}, "a", 2)', '1'],
  ['object.get({"a": {"b": [7]}}, ["a", "b", 0], 2)', '7'],
  ['object.get({"a": 1}, ["a", "b"], 2)', '2'],
  ['object.get({"a": 1}, [], 2)', '{"a": 1}'],
  ['object.get({"a": null}, "a", 2)', 'null'],
  ['object.get([1], 0, 2)', 'eval_type_error: object.get: operand 1 must be object but got array'],
  ['object.keys({"a": 1, 2: 3})', '{2, "a"}'],
  ['object.keys([])', 'eval_type_error: object.keys: operand 1 must be object but got array'],
  ['object.remove({"a": 1, "b": 2}, ["a"])', '{"b": 2}'],
  ['object.remove({"a": 1, "b": 2}, {"b": 0})', '{"a": 1}'],
  [
    'object.remove({}, 1)',
    'eval_type_error: object.remove: operand 2 must be one of {object, set, array} but got number',
  ],
  ['object.filter({"a": 1, "b": {"c": 2}}, {"b"})', '{"b": {"c": 2}}'],
  [
    'object.filter(null, {"b"})',
    'eval_type_error: object.filter: operand 1 must be object but got null',
  ],
  [
    'object.union({"a": {"b": 1, "c": 2}}, {"a": {"c": 3}, "d": 4})',
    '{"a": {"b": 1, "c": 3}, "d": 4}',
  ],
  ['object.union({"a": {"b": 1}}, {"a": 2})', '{"a": 2}'],
  ['object.union({}, [])', 'eval_type_error: object.union: operand 2 must be object but got array'],
  ['object.union_n([{"a": {"b": 2}}, {"a": 4}, {"a": {"c": 3}}])', '{"a": {"c": 3}}'],
  ['object.union_n([])', '{}'],
  [
    'object.union_n([1])',
    'eval_type_error: object.union_n: operand 1 must be array of objects but got array containing number',
  ],
  ['object.subset({"a": {"b": [1, 2, 3]}, "c": {1, 2}}, {"a": {"b": [2, 3]}, "c": {2}})', 'true'],
  ['object.subset({"a": 1}, {"b": 1})', 'false'],
  ['object.subset([1, 2, 3], [1, 3])', 'false'],
  ['object.subset([1, 2, 3], {3, 1})', 'true'],
  ['object.subset({1, 2}, {2})', 'true'],
  [
    'object.subset({1}, [1])',
    'eval_type_error: object.subset: both arguments object.subset must be of the same type or array and set',
  ],
]);
