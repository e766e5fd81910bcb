/** Strings made piece by piece at the arena's top. Nothing else may be allocated meanwhile. */
import { charge } from './fuel';
import { arenaTop, reserve, setArenaTop } from './memory';
import { addressOf, lengthOf, newString, Value } from './slot';

let start: usize = 0;
let cursor: usize = 0;

export function beginText(): void {
  start = arenaTop();
  cursor = start;
}

export function putText(address: usize, length: u32): void {
  reserve(cursor - start + length);
  memory.copy(cursor, address, length);
  cursor += length;
}

export function putValue(text: Value): void {
  putText(addressOf(text), lengthOf(text));
}

export function putByte(byte: u32): void {
  reserve(cursor - start + 1);
  store<u8>(cursor++, byte);
}

/** Where at least `bytes` may be written; `advanceText` tells how many were. */
export function textRoom(bytes: u32): usize {
  reserve(cursor - start + bytes);
  return cursor;
}

export function advanceText(to: usize): void {
  cursor = to;
}

export function finishText(): Value {
  const length = <u32>(cursor - start);
  charge(length >> 8);
  setArenaTop(cursor);
  return newString(start, length);
}
