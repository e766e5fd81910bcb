import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['base64.encode("hello")', '"aGVsbG8="'],
  ['base64.decode("aGVsbG8=")', '"hello"'],
  [
    'base64.decode("aGVsbG8")',
    'eval_builtin_error: base64.decode: illegal base64 data at input byte 4',
  ],
  ['base64.decode("a^")', 'eval_builtin_error: base64.decode: illegal base64 data at input byte 1'],
  ['base64.decode("/+8=")', '"��"'],
  ['base64.is_valid("aGVsbG8=")', 'true'],
  ['base64.is_valid("{}")', 'false'],
  ['base64.is_valid(1)', 'false'],
  ['base64url.encode("hello")', '"aGVsbG8="'],
  ['base64url.encode_no_pad("hello")', '"aGVsbG8"'],
  ['base64url.decode("aGVsbG8")', '"hello"'],
  ['base64url.decode("aGVsbG8=")', '"hello"'],
  ['base64url.decode("a")', 'eval_builtin_error: base64url.decode: illegal base64url string: a'],
  [
    'base64url.decode("aa/a")',
    'eval_builtin_error: base64url.decode: illegal base64 data at input byte 2',
  ],
  ['hex.encode("lorem")', '"6c6f72656d"'],
  ['hex.decode("6c6f72656d")', '"lorem"'],
  ['hex.decode("fghi")', "eval_builtin_error: hex.decode: encoding/hex: invalid byte: U+0067 'g'"],
  ['hex.decode("abc")', 'eval_builtin_error: hex.decode: encoding/hex: odd length hex string'],
  ['base64.encode(1)', 'eval_type_error: base64.encode: operand 1 must be string but got number'],
]);
