/*
 * Query strings after Go's net/url: application/x-www-form-urlencoded with `+` for a space; `;` is
 * no separator and makes a query invalid.
 */
import { isArray, RegoObject, RegoSet, type Value } from '../value/value.ts';
import { type Builtin, define, failure } from './builtin.ts';
import { textOf } from './bytes.ts';
import { objectAt, operandError, stringAt } from './operand.ts';

const UNRESERVED = /[A-Za-z0-9\-_.~]/;

export function queryEscape(text: string): string {
  let escaped = '';
  for (const byte of Buffer.from(text)) {
    const character = String.fromCharCode(byte);
    if (UNRESERVED.test(character)) escaped += character;
    else if (byte === 0x20) escaped += '+';
    else escaped += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

/** Percent escapes undone; anything but two hex digits after `%` is an error. */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/su.exec(text)?.[0];
  if (bad !== undefined) throw failure(`invalid URL escape ${JSON.stringify(bad)}`);
  const bytes = text.split(/(%[0-9a-fA-F]{2})/).map((part, index) => {
    return index % 2 === 1 ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part);
  });
  return textOf(Buffer.concat(bytes));
}

export function queryUnescape(text: string): string {
  return percentDecode(text.replaceAll('+', ' '));
}

function valuesOf(value: Value): readonly Value[] {
  if (typeof value === 'string') return [value];
  if (isArray(value)) return value;
  return value instanceof RegoSet ? value.members() : [null];
}

function encodeObject(args: readonly Value[]): Value {
  const pairs = objectAt(args, 1)
    .entries()
    .flatMap(({ key, value }) => {
      return valuesOf(value).map(item => {
        if (typeof item !== 'string') {
          throw operandError(1, 'values must be string, array[string], or set[string]');
        }
        return `${queryEscape(String(key))}=${queryEscape(item)}`;
      });
    });
  return pairs.join('&');
}

function decodeObject(args: readonly Value[]): Value {
  const values = new Map<string, string[]>();
  for (const pair of stringAt(args, 1).split('&')) {
    if (pair === '') continue;
    if (pair.includes(';')) throw failure('invalid semicolon separator in query');
    const equals = pair.indexOf('=');
    const name = queryUnescape(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : queryUnescape(pair.slice(equals + 1));
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return RegoObject.of(values);
}

export const urlQuery: readonly Builtin[] = [
  define('urlquery.encode', args => queryEscape(stringAt(args, 1))),
  define('urlquery.decode', args => queryUnescape(stringAt(args, 1))),
  define('urlquery.encode_object', encodeObject),
  define('urlquery.decode_object', decodeObject),
];
