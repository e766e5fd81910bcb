/** UTF-8 after RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF. */

// @ts-ignore: decorator
@inline
function isContinuation(byte: u32): bool {
  return (byte & 0xc0) == 0x80;
}

/** Bytes the well-formed character at `at` takes; 0 if it is none. */
export function characterLength(at: usize, end: usize): u32 {
  const first: u32 = load<u8>(at);
  if (first < 0x80) return 1;
  const left = <u32>(end - at);
  if (first < 0xc2 || first > 0xf4 || left < 2) return 0;
  const second: u32 = load<u8>(at, 1);
  if (!isContinuation(second)) return 0;
  if (first < 0xe0) return 2;
  if (first == 0xe0 && second < 0xa0) return 0;
  if (first == 0xed && second > 0x9f) return 0;
  if (left < 3 || !isContinuation(load<u8>(at, 2))) return 0;
  if (first < 0xf0) return 3;
  if (first == 0xf0 && second < 0x90) return 0;
  if (first == 0xf4 && second > 0x8f) return 0;
  return left >= 4 && isContinuation(load<u8>(at, 3)) ? 4 : 0;
}

/** Whether the bytes are well-formed UTF-8. */
export function isUtf8(at: usize, end: usize): bool {
  while (at < end) {
    if (at + 8 <= end && (load<u64>(at) & 0x8080808080808080) == 0) {
      at += 8;
      continue;
    }
    const length = characterLength(at, end);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

/** Bytes of the character that starts with this byte, in well-formed UTF-8. */
// @ts-ignore: decorator
@inline
export function lengthOfCharacter(first: u32): u32 {
  return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** The code point at `at`, in well-formed UTF-8. */
export function codePointAt(at: usize): u32 {
  const first: u32 = load<u8>(at);
  if (first < 0x80) return first;
  const second: u32 = load<u8>(at, 1) & 63;
  if (first < 0xe0) return ((first & 31) << 6) | second;
  const third: u32 = load<u8>(at, 2) & 63;
  if (first < 0xf0) return ((first & 15) << 12) | (second << 6) | third;
  return ((first & 7) << 18) | (second << 12) | (third << 6) | (load<u8>(at, 3) & 63);
}

/** Writes a code point; returns where the next one goes. */
export function putCodePoint(at: usize, point: u32): usize {
  if (point < 0x80) {
    store<u8>(at, point);
    return at + 1;
  }
  if (point < 0x800) {
    store<u8>(at, 0xc0 | (point >> 6));
    store<u8>(at, 0x80 | (point & 63), 1);
    return at + 2;
  }
  if (point < 0x10000) {
    store<u8>(at, 0xe0 | (point >> 12));
    store<u8>(at, 0x80 | ((point >> 6) & 63), 1);
    store<u8>(at, 0x80 | (point & 63), 2);
    return at + 3;
  }
  store<u8>(at, 0xf0 | (point >> 18));
  store<u8>(at, 0x80 | ((point >> 12) & 63), 1);
  store<u8>(at, 0x80 | ((point >> 6) & 63), 2);
  store<u8>(at, 0x80 | (point & 63), 3);
  return at + 4;
}

/** How many characters well-formed UTF-8 has. */
export function countCharacters(at: usize, length: u32): u32 {
  let count: u32 = 0;
  const end = at + length;
  while (at + 8 <= end) {
    const word = load<u64>(at);
    count += 8 - <u32>popcnt<u64>((word & ~(word << 1)) & 0x8080808080808080);
    at += 8;
  }
  while (at < end) count += <u32>!isContinuation(load<u8>(at++));
  return count;
}

/** Where the character before `end` starts, in well-formed UTF-8. */
export function lastCharacter(start: usize, end: usize): usize {
  end--;
  while (end > start && isContinuation(load<u8>(end))) end--;
  return end;
}
