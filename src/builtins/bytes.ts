/*
 * Strings as bytes and back. A Rego string made from bytes that are not UTF-8 has U+FFFD for each
 * bad byte, as Go gives when it reads such a string by code points.
 */
import { failure } from './builtin.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function textOf(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return lossyText(bytes);
  }
}

/** How many bytes a well-formed sequence has that begins with this byte; 0 if none does. */
function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

function lossyText(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at]!);
    const character = length === 0 ? undefined : decodeOne(bytes.subarray(at, at + length));
    text += character ?? '\ufffd';
    at += character === undefined ? 1 : length;
  }
  return text;
}

function decodeOne(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

const ALPHABETS = {
  base64: /[A-Za-z0-9+/]/,
  base64url: /[A-Za-z0-9_-]/,
} as const;

export type Base64 = keyof typeof ALPHABETS;

function illegal(at: number): Error {
  return failure(`illegal base64 data at input byte ${at}`);
}

/**
 * Base64 as Go's decoder takes it: line ends are skipped, padding is required or forbidden, and
 * nothing may follow it.
 */
export function decodeBase64(text: string, alphabet: Base64, padded = true): Buffer {
  const letter = ALPHABETS[alphabet];
  let count = 0;
  let at = 0;
  for (; at < text.length && text[at] !== '='; at++) {
    if (letter.test(text[at]!)) count += 1;
    else if (text[at] !== '\n' && text[at] !== '\r') throw illegal(at);
  }
  checkPadding(text, at, count % 4, padded);
  return Buffer.from(text.slice(0, at).replace(/[\r\n]/g, ''), alphabet);
}

function checkPadding(text: string, at: number, partial: number, padded: boolean): void {
  const padding = text.slice(at).replace(/[\r\n]/g, '');
  if (!padded) {
    if (padding !== '') throw illegal(at);
    if (partial === 1) throw illegal(at - 1);
    return;
  }
  if (partial === 0 && padding === '') return;
  if (partial < 2) throw illegal(padding === '' ? text.length - partial : at);
  const missing = '='.repeat(4 - partial);
  if (!padding.startsWith(missing)) throw illegal(padding === '' ? at - partial : text.length);
  if (padding !== missing) throw illegal(at + missing.length);
}

/** Base64url; padding may be left off (RFC 7515, appendix C). */
export function decodeBase64Url(text: string): Buffer {
  if (text.endsWith('=')) return decodeBase64(text, 'base64url');
  if (text.length % 4 === 1) throw failure(`illegal base64url string: ${text}`);
  return decodeBase64(padBase64(text), 'base64url');
}

/** With the `=` that Base64 ends with. */
export function padBase64(text: string): string {
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}
