import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['json.patch({"a": [1]}, [{"op": "add", "path": "/a/-", "value": 2}])', '{"a": [1, 2]}'],
  ['json.patch({"a": [1, 2]}, [{"op": "remove", "path": "/a/0"}])', '{"a": [2]}'],
  ['json.patch({"a": 1}, [{"op": "replace", "path": "/a", "value": 2}])', '{"a": 2}'],
  ['json.patch({"a": 1}, [{"op": "move", "from": "/a", "path": "/b"}])', '{"b": 1}'],
  [
    'json.patch({"a": {"x": 1}}, [{"op": "copy", "from": "/a/x", "path": "/y~1z"}])',
    '{"a": {"x": 1}, "y/z": 1}',
  ],
  ['json.patch({"a": 1}, [{"op": "test", "path": "/a", "value": 1.0}])', '{"a": 1}'],
  [
    'json.patch({"a": 1}, [{"op": "test", "path": "/a", "value": 2}])',
    'eval_builtin_error: json.patch: test failed',
  ],
  [
    'json.patch({"a": 1}, [{"op": "remove", "path": "/b"}])',
    'eval_builtin_error: json.patch: path does not exist',
  ],
  [
    'json.patch([1], [{"op": "add", "path": "/01", "value": 2}])',
    'eval_builtin_error: json.patch: not an array index',
  ],
  [
    'json.patch([1], [{"op": "add", "path": "/3", "value": 2}])',
    'eval_builtin_error: json.patch: index out of bounds',
  ],
  ['json.patch(1, [{"op": "replace", "path": "", "value": 2}])', '2'],
  ['json.patch({"a": {"b", "c"}}, [{"op": "remove", "path": "a/b"}])', '{"a": {"c"}}'],
  [
    'json.patch({"a": {"b"}}, [{"op": "add", "path": "a/d", "value": "e"}])',
    'eval_builtin_error: json.patch: a set member is its own key',
  ],
  [
    'json.patch({{"k": 1}}, [{"op": "add", "path": [{"k": 1}, "l"], "value": 2}])',
    '{{"k": 1, "l": 2}}',
  ],
  [
    'json.patch({}, [{"op": "bad", "path": "/a"}])',
    'eval_builtin_error: json.patch: unknown operation',
  ],
  ['json.patch({}, [1])', 'eval_builtin_error: json.patch: not a patch object'],
  ['json.patch({}, {})', 'eval_type_error: json.patch: operand 2 must be array but got object'],
]);
