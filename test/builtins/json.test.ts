import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  [
    'json.marshal([{"b": {3, 1}, "a": "<&>"}])',
    String.raw`"[{\"a\":\"\\u003c\\u0026\\u003e\",\"b\":[1,3]}]"`,
  ],
  ['json.marshal({1: 2, [1]: 3})', String.raw`"{\"1\":2,\"[1]\":3}"`],
  ['json.marshal(1.50)', '"1.50"'],
  ['json.marshal_with_options([1, {}], {"indent": "  "})', String.raw`"[\n  1,\n  {}\n]"`],
  [
    'json.marshal_with_options([1], {"prefix": "> ", "pretty": true})',
    String.raw`"> [\n> \t1\n> ]"`,
  ],
  ['json.marshal_with_options([1], {"indent": " ", "pretty": false})', '"[1]"'],
  [
    'json.marshal_with_options([1], {"bad": 1})',
    'eval_type_error: json.marshal_with_options: operand 2 object contained unknown key bad',
  ],
  [
    'json.marshal_with_options([1], {"indent": 1})',
    'eval_type_error: json.marshal_with_options: operand 2 key indent failed cast to string',
  ],
  [String.raw`json.unmarshal("{\"a\": [1.0, 1]}")`, '{"a": [1.0, 1]}'],
  ['json.unmarshal("nope")', 'eval_builtin_error: json.unmarshal: invalid literal at offset 0'],
  ['json.unmarshal(1)', 'eval_type_error: json.unmarshal: operand 1 must be string but got number'],
  ['json.is_valid("{}")', 'true'],
  ['json.is_valid("{")', 'false'],
  ['json.is_valid(1)', 'false'],
]);
