/*
 * Who owns which addresses, and the arena that everything else is cut from.
 *
 *   0      .. 1023     never written: a value pointer of 0 is Rego's undefined
 *   1024   .. 1071     the slots of null, false and true
 *   4096   .. 8191     the text of a failure (must not need memory: memory may be what ran out)
 *   8192   .. 28671    slots of the integers -256 .. 1023
 *   65536  .. 131071   static data of this runtime (asc's --memoryBase)
 *   131072 ..          static data of the policy, then the arena
 *
 * The arena only grows. One evaluation is undone by setting the pointer back (`opa_heap_ptr_set`),
 * so nothing is ever freed and nothing may point from below a mark to above it.
 */
import { fail, FAIL_MEMORY } from './failure';

/** How far beyond its end a text may be read, and must be addressable. */
export const PADDING: usize = 64;

let arena: usize = 0;
let memoryEnd: usize = 0;

// @ts-ignore: decorator
@inline
export function align(address: usize): usize {
  return (address + 15) & ~15;
}

/** Where the next allocation will lie. */
// @ts-ignore: decorator
@inline
export function arenaTop(): usize {
  return arena;
}

export function setArenaTop(address: usize): void {
  arena = align(address);
  reserve(0);
}

/** Makes `bytes` from the arena's top addressable, and some more, without taking them. */
// @ts-ignore: decorator
@inline
export function reserve(bytes: usize): void {
  const end = <u64>arena + bytes + PADDING;
  if (end > <u64>memoryEnd) growTo(end);
}

/** `bytes` of uninitialised memory, aligned to 16. */
// @ts-ignore: decorator
@inline
export function allocate(bytes: usize): usize {
  const address = arena;
  reserve(bytes);
  arena = address + align(bytes);
  return address;
}

/** Gives back what follows `address`: only for the block allocated last. */
// @ts-ignore: decorator
@inline
export function shrinkTo(address: usize): void {
  arena = align(address);
}

/** The host may have grown the memory meanwhile, so its size is read anew. */
function growTo(end: u64): void {
  memoryEnd = <usize>memory.size() << 16;
  if (end <= <u64>memoryEnd) return;
  const pages = (end - <u64>memoryEnd + 65535) >> 16;
  if (pages > 65535 || memory.grow(<i32>pages) == -1) fail(FAIL_MEMORY, 'out of memory');
  memoryEnd = <usize>memory.size() << 16;
}
