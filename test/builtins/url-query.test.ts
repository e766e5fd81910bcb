import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['urlquery.encode("a=b+1 ä")', '"a%3Db%2B1+%C3%A4"'],
  ['urlquery.decode("a%3Db%2B1+x")', '"a=b+1 x"'],
  ['urlquery.decode("%zz")', 'eval_builtin_error: urlquery.decode: invalid URL escape "%zz"'],
  ['urlquery.decode("a%2")', 'eval_builtin_error: urlquery.decode: invalid URL escape "%2"'],
  ['urlquery.encode_object({"b": ["x", "y"], "a": "1 2"})', '"a=1+2&b=x&b=y"'],
  ['urlquery.encode_object({"a": {"z"}})', '"a=z"'],
  [
    'urlquery.encode_object({"a": 1})',
    'eval_type_error: urlquery.encode_object: operand 1 values must be string, array[string], or set[string]',
  ],
  [
    'urlquery.encode_object([])',
    'eval_type_error: urlquery.encode_object: operand 1 must be object but got array',
  ],
  ['urlquery.decode_object("a=1&b&a=2&&c=%20")', '{"a": ["1", "2"], "b": [""], "c": [" "]}'],
  ['urlquery.decode_object("")', '{}'],
  [
    'urlquery.decode_object("a;b")',
    'eval_builtin_error: urlquery.decode_object: invalid semicolon separator in query',
  ],
]);
