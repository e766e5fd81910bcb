/*
 * The key of a remembered decision: what its policies see of an input. Hashing a few short values and comparing
 * them costs less than one text made of all of them, which would have to be built to be looked up.
 */
import type { Seen } from '../ir/input-view.ts';

/** What of a text goes into the hash: where texts of one kind differ, they mostly do at an end. */
const HEAD = 10;
const TAIL = 8;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

function mix(hash: number, value: number): number {
  return Math.imul(hash ^ value, FNV_PRIME);
}

function mixText(start: number, text: string): number {
  const { length } = text;
  let hash = mix(start, length);
  const head = Math.min(length, HEAD);
  for (let at = 0; at < head; at++) hash = mix(hash, text.charCodeAt(at));
  for (let at = Math.max(head, length - TAIL); at < length; at++)
    hash = mix(hash, text.charCodeAt(at));
  return hash;
}

function mixValue(hash: number, value: Seen): number {
  switch (typeof value) {
    case 'string':
      return mixText(hash, value);
    case 'number':
      return mix(hash, value | 0);
    case 'boolean':
      return mix(hash, value ? 1 : 2);
    default:
      return mix(hash, 3);
  }
}

/** Equal for the same values; others may share it (32 bits). */
export function hashOf(values: readonly Seen[]): number {
  let hash = FNV_OFFSET;
  for (const value of values) hash = mixValue(hash, value);
  return hash;
}

/** Whether both are the same values in the same order. */
export function sameValues(a: readonly Seen[], b: readonly Seen[]): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** V8 makes a longer part of a text a view that keeps the whole text in memory. */
const SHORTEST_VIEW = 13;

/** A copy to keep: it holds on to nothing of the message that the values were read from. */
export function keptValues(values: readonly Seen[]): readonly Seen[] {
  return values.map(value =>
    typeof value === 'string' && value.length >= SHORTEST_VIEW ? ` ${value}`.slice(1) : value,
  );
}

const VALUE_BYTES = 16;

/** About what the values occupy. */
export function bytesOf(values: readonly Seen[]): number {
  return values.reduce<number>(
    (sum, value) => sum + VALUE_BYTES + (typeof value === 'string' ? 2 * value.length : 0),
    0,
  );
}
