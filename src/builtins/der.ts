/*
 * Distinguished Encoding Rules (X.690), as much as certificates and keys need: definite lengths,
 * tags below 31, no value outside its parent.
 */

/** A tag that is context-specific has class 2. */
export interface Der {
  readonly class: number;
  readonly constructed: boolean;
  readonly tag: number;
  /** Without tag and length. */
  readonly content: Buffer;
  /** With them. */
  readonly whole: Buffer;
}

/** The bytes are not DER, or not of the expected shape. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

export const TAG = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  oid: 6,
  utf8String: 12,
  sequence: 16,
  set: 17,
  utcTime: 23,
  generalizedTime: 24,
  bmpString: 30,
} as const;

function lengthAt(bytes: Buffer, at: number): { length: number; start: number } {
  const first = bytes[at];
  if (first === undefined) throw new DerError('truncated');
  if (first < 0x80) return { length: first, start: at + 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 4 || at + 1 + count > bytes.length)
    throw new DerError('invalid length');
  return { length: bytes.readUIntBE(at + 1, count), start: at + 1 + count };
}

function readAt(bytes: Buffer, at: number): Der {
  const first = bytes[at];
  if (first === undefined || (first & 0x1f) === 0x1f) throw new DerError('invalid tag');
  const { length, start } = lengthAt(bytes, at + 1);
  const end = start + length;
  if (end > bytes.length) throw new DerError('truncated');
  return {
    class: first >> 6,
    constructed: (first & 0x20) !== 0,
    tag: first & 0x1f,
    content: bytes.subarray(start, end),
    whole: bytes.subarray(at, end),
  };
}

/** The value at the start of some bytes; more may follow. */
export function readDer(bytes: Buffer): Der {
  return readAt(bytes, 0);
}

/** The values side by side in some bytes. */
export function readAllDer(bytes: Buffer): Der[] {
  const values: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const value = readAt(bytes, at);
    values.push(value);
    at += value.whole.length;
  }
  return values;
}

/** The members of a sequence or set. */
export function members(value: Der | undefined): Der[] {
  if (value === undefined || !value.constructed) throw new DerError('expected a sequence');
  return readAllDer(value.content);
}

/** Whether a value is the context-specific `[tag]`. */
export function isContext(value: Der | undefined, tag: number): value is Der {
  return value?.class === 2 && value.tag === tag;
}

export function isUniversal(value: Der | undefined, tag: number): value is Der {
  return value?.class === 0 && value.tag === tag;
}

export function integerOfDer(value: Der | undefined): bigint {
  if (!isUniversal(value, TAG.integer) || value.content.length === 0) {
    throw new DerError('expected an integer');
  }
  const magnitude = BigInt(`0x${value.content.toString('hex')}`);
  return BigInt.asIntN(value.content.length * 8, magnitude);
}

/** `1.2.840.113549`. */
export function oidOf(value: Der | undefined): string {
  if (!isUniversal(value, TAG.oid)) throw new DerError('expected an object identifier');
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of value.content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const [first = 0n, ...rest] = arcs;
  const top = first < 80n ? first / 40n : 2n;
  return [top, first - top * 40n, ...rest].join('.');
}

/** The bytes of a bit string whose length is whole bytes. */
export function bitsOf(value: Der | undefined): Buffer {
  if (!isUniversal(value, TAG.bitString)) throw new DerError('expected a bit string');
  return value.content.subarray(1);
}

export function stringOf(value: Der): string {
  if (value.tag === TAG.bmpString) return Buffer.from(value.content).swap16().toString('utf16le');
  return value.content.toString(value.tag === TAG.utf8String ? 'utf8' : 'latin1');
}

/** Seconds precision, always UTC in certificates. */
export function timeOfDer(value: Der | undefined): Date {
  const text = value?.content.toString('latin1') ?? '';
  const match = /^(\d{2}|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) throw new DerError('expected a time');
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const full = match[1]!.length === 4 ? year : year + (year >= 50 ? 1900 : 2000);
  return new Date(Date.UTC(full, month - 1, day, hour, minute, second));
}
