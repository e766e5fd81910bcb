/*
 * Runs of bytes: equality, order, and the hash of everything that is looked up.
 *
 * The hash multiplies 32-bit halves that were added to secret keys, so that whoever sends the
 * input cannot prepare strings that fall into one bucket: without the keys no difference between
 * two texts has a known effect. (Multiplying by a constant would not do: a flipped top bit always
 * comes out as a flipped top bit.)
 *
 * Everything is read in words of eight bytes, also beyond the end: that memory is addressable
 * (memory.ts keeps it so), and what it holds is cut off.
 */

let key1: u32 = 0x9e3779b9;
let key2: u32 = 0x85ebca6b;
let key3: u32 = 0xc2b2ae35;
let key4: u32 = 0x27d4eb2f;

/** An odd number with no pattern to its bits. */
const SCATTER: u64 = 0x9e3779b97f4a7c15;

/** Sets the keys. Every hash computed before is void. */
export function setHashKeys(seed: u64): void {
  key1 = <u32>seed;
  key2 = <u32>(seed >> 32);
  const more = mix(seed, SCATTER);
  key3 = <u32>more;
  key4 = <u32>(more >> 32);
}

// @ts-ignore: decorator
@inline
export function mix(hash: u64, word: u64): u64 {
  const x = hash ^ word;
  return product(x, key1, key2) + rotl<u64>(x, 23);
}

// @ts-ignore: decorator
@inline
export function fold(hash: u64): u32 {
  const h = mix(hash, 0x2545f4914f6cdd1d);
  return <u32>(h ^ (h >> 32));
}

/** Up to seven bytes as one word. */
// @ts-ignore: decorator
@inline
function shortWord(address: usize, length: u32): u64 {
  return load<u64>(address) & (((<u64>1) << (length << 3)) - 1);
}

/** Texts up to 16 bytes, most there are: two words that may overlap, multiplied side by side. */
export function hashBytes(address: usize, length: u32): u32 {
  if (length > 16) return hashLong(address, length);
  const scattered = <u64>length * SCATTER;
  if (length < 8) return foldShort(product(shortWord(address, length), key1, key2) + scattered);
  const last = product(load<u64>(address + length - 8), key3, key4);
  return foldShort(product(load<u64>(address), key1, key2) + last + scattered);
}

/** The product of a word's halves, each behind a key. */
// @ts-ignore: decorator
@inline
function product(word: u64, low: u32, high: u32): u64 {
  return <u64>(<u32>word + low) * <u64>(<u32>(word >> 32) + high);
}

// @ts-ignore: decorator
@inline
function foldShort(hash: u64): u32 {
  return <u32>(hash ^ (hash >> 32)) ^ <u32>(hash >> 17);
}

function hashLong(address: usize, length: u32): u32 {
  let hash: u64 = (<u64>length << 32) | length;
  const last = address + length - 8;
  while (address < last) {
    hash = mix(hash, load<u64>(address));
    address += 8;
  }
  return fold(mix(hash, load<u64>(last)));
}

export function equalBytes(a: usize, b: usize, length: u32): bool {
  while (length > 8) {
    if (load<u64>(a) != load<u64>(b)) return false;
    a += 8;
    b += 8;
    length -= 8;
  }
  return length == 0 || (load<u64>(a) ^ load<u64>(b)) << (64 - (length << 3)) == 0;
}

/** Negative, zero or positive; a prefix comes first. For UTF-8 this is the order of code points. */
export function compareBytes(a: usize, lengthA: u32, b: usize, lengthB: u32): i32 {
  const shared = min<u32>(lengthA, lengthB);
  for (let at: u32 = 0; at < shared; at += 8) {
    const difference = load<u64>(a + at) ^ load<u64>(b + at);
    if (difference == 0) continue;
    const place = at + (<u32>ctz<u64>(difference) >> 3);
    if (place >= shared) break;
    return <i32>load<u8>(a + place) - <i32>load<u8>(b + place);
  }
  return lengthA < lengthB ? -1 : <i32>(lengthA > lengthB);
}
