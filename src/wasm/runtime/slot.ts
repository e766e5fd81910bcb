/*
 * A value is the address of a slot of 16 bytes; address 0 is Rego's undefined.
 *
 *   null, false, true   tag
 *   int                 tag, –, i64 @8
 *   number              tag, length @4, address of its JSON text @8
 *   string              tag, length in bytes @4, address of its UTF-8 @8, id @12 (0: not interned)
 *   array               tag, count @4, address of its elements (slots side by side) @8
 *   object, set         tag, 0 @4, address of its body @8 (see collection.ts)
 *
 * Slots are copied freely: arrays hold their elements by value, copies of an object share one body.
 */
import { allocate } from './memory';
import { ARRAY, FALSE, INT, isNumberTag, NULL, NUMBER, OBJECT, SET, STRING, TRUE } from './tag';

/** The address of a slot, or 0 for undefined. */
export type Value = usize;

export const NULL_SLOT: Value = 1024;
export const FALSE_SLOT: Value = 1040;
const TRUE_SLOT: Value = 1056;

const SMALL_INTS: usize = 8192;
const SMALL_FROM: i64 = -256;
const SMALL_COUNT: i64 = 1280;

/** Writes the slots every evaluation shares. */
export function initSlots(): void {
  writeHead(NULL_SLOT, NULL, 0);
  writeHead(FALSE_SLOT, FALSE, 0);
  writeHead(TRUE_SLOT, TRUE, 0);
  for (let i: i64 = 0; i < SMALL_COUNT; i++) {
    writeInt(SMALL_INTS + ((<usize>i) << 4), SMALL_FROM + i);
  }
}

// @ts-ignore: decorator
@inline
export function tagOf(value: Value): u32 {
  return load<u32>(value);
}

// @ts-ignore: decorator
@inline
export function lengthOf(value: Value): u32 {
  return load<u32>(value, 4);
}

// @ts-ignore: decorator
@inline
export function addressOf(value: Value): usize {
  return load<u32>(value, 8);
}

// @ts-ignore: decorator
@inline
export function intOf(value: Value): i64 {
  return load<i64>(value, 8);
}

// @ts-ignore: decorator
@inline
export function idOf(value: Value): u32 {
  return load<u32>(value, 12);
}

/** Tag and length are one store: equal strings are recognised by comparing them as one u64. */
// @ts-ignore: decorator
@inline
export function writeHead(slot: usize, tag: u32, length: u32): void {
  store<u64>(slot, <u64>tag | ((<u64>length) << 32));
}

// @ts-ignore: decorator
@inline
export function headOf(value: Value): u64 {
  return load<u64>(value);
}

// @ts-ignore: decorator
@inline
export function writeInt(slot: usize, value: i64): void {
  writeHead(slot, INT, 0);
  store<i64>(slot, value, 8);
}

// @ts-ignore: decorator
@inline
export function writeText(slot: usize, tag: u32, length: u32, address: usize, id: u32): void {
  writeHead(slot, tag, length);
  store<u64>(slot, <u64>address | ((<u64>id) << 32), 8);
}

// @ts-ignore: decorator
@inline
export function copySlot(to: usize, from: usize): void {
  // @ts-ignore: SIMD is an integer constant of the build (asc --use)
  if (SIMD) {
    v128.store(to, v128.load(from));
  } else {
    store<u64>(to, load<u64>(from));
    store<u64>(to, load<u64>(from, 8), 8);
  }
}

// @ts-ignore: decorator
@inline
export function isNumber(value: Value): bool {
  return isNumberTag(tagOf(value));
}

export function rt_bool(condition: i32): Value {
  return condition != 0 ? TRUE_SLOT : FALSE_SLOT;
}

// @ts-ignore: decorator
@inline
export function toBoolean(condition: bool): Value {
  return condition ? TRUE_SLOT : FALSE_SLOT;
}

export function rt_int(value: i64): Value {
  const small = value - SMALL_FROM;
  if (<u64>small < <u64>SMALL_COUNT) return SMALL_INTS + ((<usize>small) << 4);
  const slot = allocate(16);
  writeInt(slot, value);
  return slot;
}

/** A string over bytes that stay where they are. */
export function newString(address: usize, length: u32): Value {
  const slot = allocate(16);
  writeText(slot, STRING, length, address, 0);
  return slot;
}

/** A number over its JSON text, which stays where it is. */
export function newNumber(address: usize, length: u32): Value {
  const slot = allocate(16);
  writeText(slot, NUMBER, length, address, 0);
  return slot;
}

export function rt_is_array(value: Value): i32 {
  return <i32>(tagOf(value) == ARRAY);
}

export function rt_is_object(value: Value): i32 {
  return <i32>(tagOf(value) == OBJECT);
}

export function rt_is_set(value: Value): i32 {
  return <i32>(tagOf(value) == SET);
}
