/*
 * Natural numbers of any size: {count, limbs…} in the arena, least significant limb first, without
 * leading zeros (zero has no limbs). They never change. Schoolbook methods: what they are asked to
 * do is bounded by the limits in big-float.ts and charged as fuel.
 */
import { charge } from './fuel';
import { allocate } from './memory';

export type Natural = usize;

const CHUNK: u32 = 1000000000;
const CHUNK_DIGITS: u32 = 9;

// @ts-ignore: decorator
@inline
export function limbCount(n: Natural): u32 {
  return load<u32>(n);
}

// @ts-ignore: decorator
@inline
function limb(n: Natural, i: u32): u64 {
  return load<u32>(n + (<usize>i << 2), 4);
}

// @ts-ignore: decorator
@inline
function setLimb(n: Natural, i: u32, value: u64): void {
  store<u32>(n + (<usize>i << 2), <u32>value, 4);
}

// @ts-ignore: decorator
@inline
export function isZero(n: Natural): bool {
  return limbCount(n) == 0;
}

function blank(limbs: u32): Natural {
  const bytes = ((<usize>limbs) << 2) + 4;
  const n = allocate(bytes);
  memory.fill(n, 0, bytes);
  store<u32>(n, limbs);
  return n;
}

function trim(n: Natural): Natural {
  let count = limbCount(n);
  while (count > 0 && limb(n, count - 1) == 0) count--;
  store<u32>(n, count);
  return n;
}

export function fromU64(value: u64): Natural {
  const n = blank(2);
  store<u64>(n, value, 4);
  return trim(n);
}

/** The low 64 bits. */
export function toU64(n: Natural): u64 {
  const low = limbCount(n) > 0 ? limb(n, 0) : 0;
  return limbCount(n) > 1 ? low | (limb(n, 1) << 32) : low;
}

/** The `i`th 32 bits, 0 beyond the last. */
export function wordAt(n: Natural, i: u32): u32 {
  return i < limbCount(n) ? <u32>limb(n, i) : 0;
}

/** A number of so many 32-bit words for the caller to fill in, from offset 4. */
export function fromWords(count: u32): Natural {
  return blank(count);
}

export function isOdd(n: Natural): bool {
  return !isZero(n) && (limb(n, 0) & 1) == 1;
}

export function bitLength(n: Natural): u32 {
  const count = limbCount(n);
  return count == 0 ? 0 : (count << 5) - clz<u32>(<u32>limb(n, count - 1));
}

/** Whether bit `i` is set. */
export function bitAt(n: Natural, i: u32): bool {
  return i >> 5 < limbCount(n) && ((limb(n, i >> 5) >> (i & 31)) & 1) == 1;
}

/** Whether any bit below `i` is set. */
export function hasBitsBelow(n: Natural, i: u32): bool {
  const whole = min<u32>(i >> 5, limbCount(n));
  for (let at: u32 = 0; at < whole; at++) if (limb(n, at) != 0) return true;
  return whole < limbCount(n) && (limb(n, whole) & ((<u64>1 << (i & 31)) - 1)) != 0;
}

export function compareNaturals(a: Natural, b: Natural): i32 {
  if (limbCount(a) != limbCount(b)) return limbCount(a) < limbCount(b) ? -1 : 1;
  for (let i = limbCount(a); i > 0; i--) {
    if (limb(a, i - 1) != limb(b, i - 1)) return limb(a, i - 1) < limb(b, i - 1) ? -1 : 1;
  }
  return 0;
}

export function addNaturals(a: Natural, b: Natural): Natural {
  if (limbCount(a) < limbCount(b)) return addNaturals(b, a);
  const sum = blank(limbCount(a) + 1);
  let carry: u64 = 0;
  for (let i: u32 = 0; i < limbCount(a); i++) {
    carry += limb(a, i) + (i < limbCount(b) ? limb(b, i) : 0);
    setLimb(sum, i, carry);
    carry >>= 32;
  }
  setLimb(sum, limbCount(a), carry);
  return trim(sum);
}

/** `a - b`, where `a` is not the smaller. */
export function subtractNaturals(a: Natural, b: Natural): Natural {
  const difference = blank(limbCount(a));
  let borrow: u64 = 0;
  for (let i: u32 = 0; i < limbCount(a); i++) {
    const value = limb(a, i) - (i < limbCount(b) ? limb(b, i) : 0) - borrow;
    setLimb(difference, i, value);
    borrow = value >> 63;
  }
  return trim(difference);
}

export function multiplyNaturals(a: Natural, b: Natural): Natural {
  charge((<u64>limbCount(a) * limbCount(b)) >> 5);
  const product = blank(limbCount(a) + limbCount(b));
  for (let i: u32 = 0; i < limbCount(a); i++) {
    let carry: u64 = 0;
    const factor = limb(a, i);
    for (let j: u32 = 0; j < limbCount(b); j++) {
      carry += factor * limb(b, j) + limb(product, i + j);
      setLimb(product, i + j, carry);
      carry >>= 32;
    }
    setLimb(product, i + limbCount(b), carry);
  }
  return trim(product);
}

export function shiftLeft(n: Natural, bits: u32): Natural {
  if (isZero(n)) return n;
  const limbs = bits >> 5;
  const rest = bits & 31;
  const shifted = blank(limbCount(n) + limbs + 1);
  let carry: u64 = 0;
  for (let i: u32 = 0; i < limbCount(n); i++) {
    carry |= limb(n, i) << rest;
    setLimb(shifted, i + limbs, carry);
    carry >>= 32;
  }
  setLimb(shifted, limbCount(n) + limbs, carry);
  return trim(shifted);
}

export function shiftRight(n: Natural, bits: u32): Natural {
  const limbs = bits >> 5;
  const rest = bits & 31;
  if (limbs >= limbCount(n)) return fromU64(0);
  const shifted = blank(limbCount(n) - limbs);
  for (let i: u32 = 0; i < limbCount(shifted); i++) {
    const high = i + limbs + 1 < limbCount(n) ? limb(n, i + limbs + 1) : 0;
    setLimb(shifted, i, (limb(n, i + limbs) | (high << 32)) >> rest);
  }
  return trim(shifted);
}

/** Divides in place by one limb; returns the remainder. */
function divideByLimb(n: Natural, divisor: u64): u64 {
  let remainder: u64 = 0;
  for (let i = limbCount(n); i > 0; i--) {
    const value = (remainder << 32) | limb(n, i - 1);
    setLimb(n, i - 1, value / divisor);
    remainder = value % divisor;
  }
  trim(n);
  return remainder;
}

function copyOf(n: Natural): Natural {
  const copy = blank(limbCount(n));
  memory.copy(copy, n, (<usize>limbCount(n) << 2) + 4);
  return copy;
}

let remainder: Natural = 0;

/** What the division before left over. */
export function remainderOfDivision(): Natural {
  return remainder;
}

/** The whole quotient; `b` must not be zero. */
export function divideNaturals(a: Natural, b: Natural): Natural {
  if (compareNaturals(a, b) < 0) {
    remainder = a;
    return fromU64(0);
  }
  if (limbCount(b) == 1) {
    const quotient = copyOf(a);
    remainder = fromU64(divideByLimb(quotient, limb(b, 0)));
    return quotient;
  }
  return divideLong(a, b);
}

/** Long division with the divisor's top bit set, so that a guessed limb is at most 2 too large. */
function divideLong(a: Natural, b: Natural): Natural {
  charge((<u64>limbCount(a) * limbCount(b)) >> 5);
  const shift = clz<u32>(<u32>limb(b, limbCount(b) - 1));
  const divisor = shiftLeft(b, shift);
  const count = limbCount(divisor);
  const steps = limbCount(a) - limbCount(b) + 1;
  const rest = blank(limbCount(a) + 1);
  const shifted = shiftLeft(a, shift);
  memory.copy(rest + 4, shifted + 4, <usize>limbCount(shifted) << 2);
  const quotient = blank(steps);
  for (let i = steps; i > 0; i--) {
    let guess = guessLimb(rest, divisor, i - 1, count);
    if (subtractMultiple(rest, divisor, i - 1, count, guess)) {
      guess--;
      addBack(rest, divisor, i - 1, count);
    }
    setLimb(quotient, i - 1, guess);
  }
  remainder = shiftRight(trim(rest), shift);
  return trim(quotient);
}

function guessLimb(rest: Natural, divisor: Natural, at: u32, count: u32): u64 {
  const top = (limb(rest, at + count) << 32) | limb(rest, at + count - 1);
  const first = limb(divisor, count - 1);
  let guess = top / first;
  let left = top % first;
  while (
    guess > 0xffffffff ||
    guess * limb(divisor, count - 2) > ((left << 32) | limb(rest, at + count - 2))
  ) {
    guess--;
    left += first;
    if (left > 0xffffffff) break;
  }
  return guess;
}

/** Takes `factor` times the divisor away at a position; whether that was too much. */
function subtractMultiple(rest: Natural, divisor: Natural, at: u32, count: u32, factor: u64): bool {
  let carry: u64 = 0;
  let borrow: u64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    carry += factor * limb(divisor, i);
    const value = limb(rest, at + i) - (carry & 0xffffffff) - borrow;
    setLimb(rest, at + i, value);
    borrow = value >> 63;
    carry >>= 32;
  }
  const value = limb(rest, at + count) - carry - borrow;
  setLimb(rest, at + count, value);
  return value >> 63 != 0;
}

function addBack(rest: Natural, divisor: Natural, at: u32, count: u32): void {
  let carry: u64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    carry += limb(rest, at + i) + limb(divisor, i);
    setLimb(rest, at + i, carry);
    carry >>= 32;
  }
  setLimb(rest, at + count, limb(rest, at + count) + carry);
}

// ---- digits

/** The number that the decimal digits between two addresses write; other bytes are skipped. */
export function fromDigits(at: usize, end: usize): Natural {
  const bytes = <u32>(end - at);
  charge((<u64>bytes * bytes) >> 11);
  const n = blank(bytes / CHUNK_DIGITS + 2);
  store<u32>(n, 0);
  let chunk: u64 = 0;
  let scale: u64 = 1;
  while (at < end) {
    const digit = <u32>load<u8>(at++) - 48;
    if (digit > 9) continue;
    chunk = chunk * 10 + digit;
    scale *= 10;
    if (scale < CHUNK) continue;
    multiplyAdd(n, scale, chunk);
    chunk = 0;
    scale = 1;
  }
  multiplyAdd(n, scale, chunk);
  return n;
}

/** `n * factor + addend` in place; the caller has left room for the growth. */
function multiplyAdd(n: Natural, factor: u64, addend: u64): void {
  let carry = addend;
  const count = limbCount(n);
  for (let i: u32 = 0; i < count; i++) {
    carry += limb(n, i) * factor;
    setLimb(n, i, carry);
    carry >>= 32;
  }
  if (carry == 0) return;
  setLimb(n, count, carry);
  store<u32>(n, count + 1);
}

let digitsEnd: usize = 0;

/** The decimal digits, from the result up to `endOfDigits`; zero has none. */
export function toDigits(n: Natural): usize {
  const limbs = <u64>limbCount(n);
  charge((limbs * limbs) >> 4);
  const room = (<usize>limbCount(n) * 10 + 16) & ~15;
  digitsEnd = allocate(room) + room;
  const rest = copyOf(n);
  let at = digitsEnd;
  while (!isZero(rest)) {
    let chunk = divideByLimb(rest, CHUNK);
    const last = isZero(rest);
    for (let i: u32 = 0; i < CHUNK_DIGITS && !(last && chunk == 0); i++) {
      store<u8>(--at, 48 + <u32>(chunk % 10));
      chunk /= 10;
    }
  }
  return at;
}

/** Where the digits written last end. */
export function endOfDigits(): usize {
  return digitsEnd;
}
