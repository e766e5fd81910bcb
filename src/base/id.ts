import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function encode(value: bigint, length: number): string {
  let text = '';
  let rest = value;
  for (let index = 0; index < length; index++) {
    text = ALPHABET[Number(rest & 31n)]! + text;
    rest >>= 5n;
  }
  return text;
}

/** A new ULID (github.com/ulid/spec): 48 bits of time, then 80 random bits; sorts by time. */
export function newId(clock: Clock): string {
  const random = BigInt(`0x${randomBytes(10).toString('hex')}`);
  return encode(BigInt(clock.nowMs()), 10) + encode(random, 16);
}
