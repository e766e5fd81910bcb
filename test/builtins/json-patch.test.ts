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
  ['json.patch({"a": 1}, [{"op": "test", "path": "/a", "value": 2}])', 'undefined'],
  ['json.patch({"a": 1}, [{"op": "remove", "path": "/b"}])', 'undefined'],
  ['json.patch([1], [{"op": "add", "path": "/01", "value": 2}])', 'undefined'],
  ['json.patch([1], [{"op": "add", "path": "/3", "value": 2}])', 'undefined'],
  ['json.patch(1, [{"op": "replace", "path": "", "value": 2}])', '2'],
  ['json.patch({"a": {"b", "c"}}, [{"op": "remove", "path": "a/b"}])', '{"a": {"c"}}'],
  ['json.patch({"a": {"b"}}, [{"op": "add", "path": "a/d", "value": "e"}])', 'undefined'],
  [
    'json.patch({{"k": 1}}, [{"op": "add", "path": [{"k": 1}, "l"], "value": 2}])',
    '{{"k": 1, "l": 2}}',
  ],
  ['json.patch({}, [{"op": "bad", "path": "/a"}])', 'undefined'],
  ['json.patch({}, [1])', 'undefined'],
  ['json.patch({}, {})', 'eval_type_error: json.patch: operand 2 must be array but got object'],
]);
