/*
 * Rego's total order, and the sorted iteration of objects and sets (comparing two sets needs their
 * order, ordering a set needs comparison: one file).
 *
 * null < booleans < numbers < strings < arrays < objects < sets; false < true; strings by their
 * UTF-8 bytes; arrays and sets member by member, then by length; objects key by key, each key
 * before its value. Entries are not moved: a body keeps a list of their addresses in order.
 */
import { compareBytes } from './bytes';
import {
  bodyOf,
  capacityOf,
  countOf,
  entriesOf,
  OBJECT_SHIFT,
  orderedOf,
  SET_SHIFT,
  setOrdered,
  shiftOf,
} from './collection';
import { compareNumbers } from './decimal';
import { allocate, arenaTop, shrinkTo } from './memory';
import { addressOf, idOf, lengthOf, rt_int, tagOf, Value } from './slot';
import { ARRAY, INT, isNumberTag, NUMBER, OBJECT, SET, STRING } from './tag';

/** Runs up to this length are sorted by insertion. */
const RUN: u32 = 8;

// ---- comparison

/** Tags are numbered in Rego's order, but both kinds of number are one type. */
// @ts-ignore: decorator
@inline
function rankOf(tag: u32): i32 {
  return tag == NUMBER ? <i32>INT : <i32>tag;
}

/** Negative, zero or positive. */
export function compare(a: Value, b: Value): i32 {
  if (a == b) return 0;
  const tag = tagOf(a);
  const rank = rankOf(tag) - rankOf(tagOf(b));
  if (rank != 0) return rank;
  if (tag == STRING) return compareStrings(a, b);
  if (isNumberTag(tag)) return compareNumbers(a, b);
  if (tag == ARRAY) return compareArrays(a, b);
  if (tag == OBJECT || tag == SET) return compareCollections(a, b, shiftOf(tag));
  return 0;
}

export function rt_compare(a: Value, b: Value): i32 {
  return compare(a, b);
}

// @ts-ignore: decorator
@inline
function compareStrings(a: Value, b: Value): i32 {
  if (idOf(a) != 0 && idOf(a) == idOf(b)) return 0;
  return compareBytes(addressOf(a), lengthOf(a), addressOf(b), lengthOf(b));
}

function compareCounts(a: u32, b: u32): i32 {
  return a < b ? -1 : <i32>(a > b);
}

function compareArrays(a: Value, b: Value): i32 {
  const shared = min<u32>(lengthOf(a), lengthOf(b));
  for (let i: u32 = 0; i < shared; i++) {
    const at = <usize>i << 4;
    const order = compare(addressOf(a) + at, addressOf(b) + at);
    if (order != 0) return order;
  }
  return compareCounts(lengthOf(a), lengthOf(b));
}

function compareCollections(a: Value, b: Value, shift: u32): i32 {
  const bodyA = bodyOf(a);
  const bodyB = bodyOf(b);
  if (bodyA == bodyB) return 0;
  const orderA = orderOf(bodyA, shift);
  const orderB = orderOf(bodyB, shift);
  const shared = min<u32>(countOf(bodyA), countOf(bodyB));
  for (let i: u32 = 0; i < shared; i++) {
    const entryA: usize = load<u32>(orderA + (<usize>i << 2));
    const entryB: usize = load<u32>(orderB + (<usize>i << 2));
    const order = compare(entryA, entryB);
    if (order != 0) return order;
    if (shift == SET_SHIFT) continue;
    const values = compare(entryA + 16, entryB + 16);
    if (values != 0) return values;
  }
  return compareCounts(countOf(bodyA), countOf(bodyB));
}

// ---- sorting

/** A body's entries in Rego's order: the address of a list of their addresses. */
export function orderOf(body: usize, shift: u32): usize {
  const order = entriesOf(body) + (<usize>capacityOf(body) << shift);
  if (orderedOf(body) != countOf(body)) sortBody(body, order, shift);
  return order;
}

function sortBody(body: usize, order: usize, shift: u32): void {
  const count = countOf(body);
  for (let i: u32 = 0; i < count; i++) {
    store<u32>(order + (<usize>i << 2), entriesOf(body) + (<usize>i << shift));
  }
  sortAddresses(order, count);
  setOrdered(body, count);
}

/** Sorts a list of value addresses, stably. */
export function sortAddresses(list: usize, count: u32): void {
  for (let from: u32 = 0; from < count; from += RUN) {
    insertionSort(list + (<usize>from << 2), min<u32>(RUN, count - from));
  }
  if (count <= RUN) return;
  const mark = arenaTop();
  const spare = allocate(<usize>count << 2);
  mergeRuns(list, spare, count);
  shrinkTo(mark);
}

function insertionSort(list: usize, count: u32): void {
  for (let i: u32 = 1; i < count; i++) {
    const value: usize = load<u32>(list + (<usize>i << 2));
    let at = list + (<usize>i << 2);
    while (at > list && compare(load<u32>(at - 4), value) > 0) {
      store<u32>(at, load<u32>(at - 4));
      at -= 4;
    }
    store<u32>(at, value);
  }
}

function mergeRuns(list: usize, spare: usize, count: u32): void {
  let from = list;
  let to = spare;
  for (let width: u32 = RUN; width < count; width <<= 1) {
    for (let left: u32 = 0; left < count; left += width << 1) {
      const middle = min<u32>(left + width, count);
      merge(from, to, left, middle, min<u32>(middle + width, count));
    }
    const swap = from;
    from = to;
    to = swap;
  }
  if (from != list) memory.copy(list, from, <usize>count << 2);
}

function merge(from: usize, to: usize, left: u32, middle: u32, end: u32): void {
  let a = from + (<usize>left << 2);
  let b = from + (<usize>middle << 2);
  const endA = b;
  const endB = from + (<usize>end << 2);
  let out = to + (<usize>left << 2);
  while (a < endA && b < endB) {
    const takeB = compare(load<u32>(a), load<u32>(b)) > 0;
    store<u32>(out, load<u32>(takeB ? b : a));
    if (takeB) b += 4;
    else a += 4;
    out += 4;
  }
  memory.copy(out, a, endA - a);
  memory.copy(out + (endA - a), b, endB - b);
}

// ---- iteration

/** How many entries a value has, 0 if it is none; after this they can be had by position. */
export function rt_scan_size(value: Value): u32 {
  const tag = tagOf(value);
  if (tag == ARRAY) return lengthOf(value);
  if (tag != OBJECT && tag != SET) return 0;
  orderOf(bodyOf(value), shiftOf(tag));
  return countOf(bodyOf(value));
}

// @ts-ignore: decorator
@inline
function entryAt(value: Value, position: u32, shift: u32): usize {
  const body = bodyOf(value);
  const order = entriesOf(body) + (<usize>capacityOf(body) << shift);
  return load<u32>(order + (<usize>position << 2));
}

/** The index, key or member at a position below `rt_scan_size`. */
export function rt_scan_key(value: Value, position: u32): Value {
  const tag = tagOf(value);
  if (tag == ARRAY) return rt_int(position);
  return entryAt(value, position, shiftOf(tag));
}

/** The element, value or member at a position below `rt_scan_size`. */
export function rt_scan_value(value: Value, position: u32): Value {
  const tag = tagOf(value);
  if (tag == ARRAY) return addressOf(value) + (<usize>position << 4);
  if (tag == OBJECT) return entryAt(value, position, OBJECT_SHIFT) + 16;
  return entryAt(value, position, SET_SHIFT);
}
