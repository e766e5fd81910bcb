import fc from 'fast-check';
import { anyString } from './arbitrary.ts';
import { agree } from './differential.ts';
import { table } from './harness.ts';

agree(['base64.encode', 'base64url.encode', 'base64url.encode_no_pad', 'hex.encode']);
agree(['base64.is_valid']);

const bytes = fc.uint8Array({ maxLength: 12 }).map(array => Buffer.from(array));
agree(['base64.decode'], fc.tuple(bytes.map(buffer => buffer.toString('base64'))));
agree(['base64url.decode'], fc.tuple(bytes.map(buffer => buffer.toString('base64url'))));
agree(
  ['hex.decode'],
  fc.tuple(
    fc.oneof(
      bytes.map(buffer => buffer.toString('hex')),
      anyString,
    ),
  ),
);

table([
  ['base64.decode', ['"8J+YgP8="'], '"😀\ufffd"'],
  ['base64.decode', ['"YQ\\n=="'], '"a"'],
  [
    'base64.decode',
    ['"Y*"'],
    'ERROR eval_builtin_error: base64.decode: illegal base64 data at input byte 1',
  ],
  [
    'base64.decode',
    ['"YQ"'],
    'ERROR eval_builtin_error: base64.decode: illegal base64 data at input byte 0',
  ],
  ['base64url.decode', ['"_-8"'], '"\ufffd\ufffd"'],
]);
