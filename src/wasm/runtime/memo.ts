/*
 * What rules and constant paths have evaluated to, by a slot number that the compiler gives them. `with` changes what
 * rules see, so it evaluates on a fresh page of slots and turns back afterwards.
 *
 * A page: {previous, next, slots…}. Pages below the first one lie in the arena, so an evaluation
 * begins by forgetting them; within it they are used again.
 */
import { allocate } from './memory';

const HEAD: usize = 16;

let slots: u32 = 0;
let first: usize = 0;
/** The page in use. Compiled code finds its slots there: -1 not evaluated, 0 undefined, or a value. */
export let rt_memo_page: usize = 0;

/** Sets how many rules there are. Called once, by the module's start function. */
export function rt_memo_init(count: u32): void {
  slots = count;
  first = newPage(0);
  rt_memo_page = first;
}

function newPage(previous: usize): usize {
  const address = allocate(HEAD + (<usize>slots << 2));
  store<u32>(address, previous);
  store<u32>(address, 0, 4);
  return clear(address);
}

function clear(address: usize): usize {
  memory.fill(address + HEAD, 0xff, <usize>slots << 2);
  return address;
}

/** Forgets everything: the beginning of an evaluation. */
export function resetMemo(): void {
  if (first == 0) return;
  store<u32>(first, 0, 4);
  rt_memo_page = clear(first);
}

export function rt_memo_push(): void {
  const next: usize = load<u32>(rt_memo_page, 4);
  if (next != 0) {
    rt_memo_page = clear(next);
    return;
  }
  const added = newPage(rt_memo_page);
  store<u32>(rt_memo_page, added, 4);
  rt_memo_page = added;
}

export function rt_memo_pop(): void {
  rt_memo_page = load<u32>(rt_memo_page);
}
