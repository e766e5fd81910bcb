import { randomFillSync } from 'node:crypto';
import type { Clock } from './clock.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
/** Of ten random bits each. */
const RANDOM_PAIRS = 8;

/** All pairs of characters: what ten bits stand for. */
const PAIRS = Array.from(
  { length: 1024 },
  (_, bits) => ALPHABET[bits >> 5]! + ALPHABET[bits & 31]!,
);

/** Random bits are drawn for many ids at once. */
const pool = new Uint16Array(RANDOM_PAIRS * 256);
let drawn = pool.length;

/** The last time that was written, which many ids share. */
let lastMs = Number.NaN;
let lastText = '';

function timeText(nowMs: number): string {
  if (nowMs === lastMs) return lastText;
  let text = '';
  let rest = nowMs;
  for (let index = 0; index < TIME_CHARACTERS; index++) {
    text = ALPHABET[rest % 32]! + text;
    rest = Math.floor(rest / 32);
  }
  lastMs = nowMs;
  lastText = text;
  return text;
}

function randomText(): string {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  let text = '';
  for (const end = drawn + RANDOM_PAIRS; drawn < end; drawn++) text += PAIRS[pool[drawn]! & 1023]!;
  return text;
}

/** A new ULID (github.com/ulid/spec): 48 bits of time, then 80 random bits; sorts by time. */
export function newId(clock: Clock): string {
  return timeText(clock.nowMs()) + randomText();
}
