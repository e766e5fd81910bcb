import type { Value } from '../value/value.ts';
import { type Builtin, BuiltinError, define, failure } from './builtin.ts';
import { decodeBase64, decodeBase64Url, padBase64, textOf } from './bytes.ts';
import { stringAt } from './operand.ts';

function bytesAt(args: readonly Value[], position: number): Buffer {
  return Buffer.from(stringAt(args, position));
}

function isBase64([text]: readonly Value[]): boolean {
  if (typeof text !== 'string') return false;
  try {
    decodeBase64(text, 'base64');
    return true;
  } catch (error) {
    if (error instanceof BuiltinError) return false;
    throw error;
  }
}

function decodeHex(args: readonly Value[]): Value {
  const text = stringAt(args, 1);
  const bad = /[^0-9a-fA-F]/u.exec(text)?.[0];
  if (bad !== undefined) throw failure(`encoding/hex: invalid byte: ${describe(bad)}`);
  if (text.length % 2 === 1) throw failure('encoding/hex: odd length hex string');
  return textOf(Buffer.from(text, 'hex'));
}

/** `U+0067 'g'`. */
function describe(character: string): string {
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return `U+${code} '${character}'`;
}

export const encoding: readonly Builtin[] = [
  define('base64.encode', args => bytesAt(args, 1).toString('base64')),
  define('base64.decode', args => textOf(decodeBase64(stringAt(args, 1), 'base64'))),
  define('base64.is_valid', isBase64),
  define('base64url.encode', args => padBase64(bytesAt(args, 1).toString('base64url'))),
  define('base64url.encode_no_pad', args => bytesAt(args, 1).toString('base64url')),
  define('base64url.decode', args => textOf(decodeBase64Url(stringAt(args, 1)))),
  define('hex.encode', args => bytesAt(args, 1).toString('hex')),
  define('hex.decode', decodeHex),
];
