/*
 * The part of ASN.1's Distinguished Encoding Rules (ITU-T X.690) that writing a certificate takes:
 * each function returns one complete element, tag, length and content.
 */

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Definite length, in as few bytes as possible (X.690 10.1). */
function lengthOf(content: number): Buffer {
  if (content < 0x80) return Buffer.from([content]);
  const bytes: number[] = [];
  for (let rest = content; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function element(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag]), lengthOf(length), ...content]);
}

export function sequence(...items: readonly Uint8Array[]): Buffer {
  return element(TAG.sequence, ...items);
}

export function setOf(item: Uint8Array): Buffer {
  return element(TAG.set, item);
}

export function boolean(value: boolean): Buffer {
  return element(TAG.boolean, Buffer.from([value ? 0xff : 0]));
}

/**
 * A non-negative integer from big-endian bytes: no needless zeros, one where the sign bit would be
 * set.
 */
export function integer(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const digits = bytes.subarray(start);
  return (digits[0] ?? 0) & 0x80
    ? element(TAG.integer, Buffer.of(0), digits)
    : element(TAG.integer, digits);
}

/** @param unused how many of the last byte's low bits don't belong to the string */
export function bitString(bytes: Uint8Array, unused = 0): Buffer {
  return element(TAG.bitString, Buffer.of(unused), bytes);
}

export function octetString(bytes: Uint8Array): Buffer {
  return element(TAG.octetString, bytes);
}

/** Base 128, most significant group first, every byte but the last with its high bit set. */
function base128(arc: number): number[] {
  const bytes = [arc & 0x7f];
  for (let rest = arc >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

/** @param dotted such as `2.5.29.17` */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(
    TAG.objectIdentifier,
    Buffer.from([first * 40 + second, ...rest.flatMap(base128)]),
  );
}

export function utf8String(text: string): Buffer {
  return element(TAG.utf8String, Buffer.from(text, 'utf8'));
}

/** UTCTime before 2050, GeneralizedTime from then on (RFC 5280 4.1.2.5). */
export function time(ms: number): Buffer {
  const date = new Date(ms);
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, '');
  return date.getUTCFullYear() < 2050
    ? element(TAG.utcTime, Buffer.from(digits.slice(2)))
    : element(TAG.generalizedTime, Buffer.from(digits));
}

/** `[number]` around whole elements. */
export function explicit(number: number, ...items: readonly Uint8Array[]): Buffer {
  return element(0xa0 | number, ...items);
}

/** `[number]` in place of the element's own tag, for contents that are not constructed. */
export function implicit(number: number, content: Uint8Array): Buffer {
  return element(0x80 | number, content);
}
