import { randomFillSync } from 'node:crypto';
import type { Clock } from './clock.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;

/** Random bytes are drawn for many ids at once; each gives the five bits of one character. */
const pool = Buffer.alloc(RANDOM_CHARACTERS * 256);
let drawn = pool.length;

function timeText(nowMs: number): string {
  let text = '';
  let rest = nowMs;
  for (let index = 0; index < TIME_CHARACTERS; index++) {
    text = ALPHABET[rest % 32]! + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function randomText(): string {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  let text = '';
  for (const end = drawn + RANDOM_CHARACTERS; drawn < end; drawn++) {
    text += ALPHABET[pool[drawn]! & 31]!;
  }
  return text;
}

/** A new ULID (github.com/ulid/spec): 48 bits of time, then 80 random bits; sorts by time. */
export function newId(clock: Clock): string {
  return timeText(clock.nowMs()) + randomText();
}
