import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['graph.reachable({"a": ["b"], "b": {"c"}, "c": [], "d": []}, ["a"])', '{"a", "b", "c"}'],
  ['graph.reachable({}, {"a"})', 'set()'],
  ['graph.reachable({"a": ["x"]}, {"a"})', '{"a"}'],
  ['graph.reachable({"a": ["a"]}, ["a"])', '{"a"}'],
  [
    'graph.reachable("x", [])',
    'eval_type_error: graph.reachable: operand 1 must be object but got string',
  ],
  [
    'graph.reachable({}, "a")',
    'eval_type_error: graph.reachable: operand 2 must be {array, set} but got string',
  ],
  [
    'graph.reachable_paths({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, {"a"})',
    '{["a", "b", "d"], ["a", "c", "d"]}',
  ],
  ['graph.reachable_paths({"a": ["b"], "b": ["a"]}, ["a"])', '{["a", "b"]}'],
  ['graph.reachable_paths({"a": ["gone"]}, ["a", "gone"])', '{["a"]}'],
  [
    'walk({"a": [1, {2}]})',
    '[[[], {"a": [1, {2}]}], [["a"], [1, {2}]], [["a", 0], 1], [["a", 1], {2}], [["a", 1, 2], 2]]',
  ],
  ['walk(3)', '[[[], 3]]'],
]);
