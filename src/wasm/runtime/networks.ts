/*
 * The builtins over IP networks, after Go's package net: a network is masked when it is read, and an
 * IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is the IPv4 address.
 *
 * Every address is 128 bits: two u64, most significant first; IPv4 is held in its mapped form, so
 * that one comparison does for both. A network is {high, low, prefix, bits}, `bits` 32 or 128.
 */
import { failOperand, failText } from './failure';
import { allocate } from './memory';
import { addressOf, lengthOf, tagOf, toBoolean, Value } from './slot';
import { STRING } from './tag';

type Network = usize;

const HIGH: usize = 0;
const LOW: usize = 8;
const PREFIX: usize = 16;
const BITS: usize = 20;

const DOT: u32 = 0x2e;
const COLON: u32 = 0x3a;
const SLASH: u32 = 0x2f;
const ZERO: u32 = 48;

/** What an IPv4 address has above its 32 bits. */
const MAPPED: u64 = 0xffff00000000;
const MAPPED_PREFIX: u32 = 96;

// ---- addresses

/** Four numbers below 256 without leading zeros; -1 if the text is no IPv4 address. */
function parseV4(at: usize, end: usize): i64 {
  let address: i64 = 0;
  for (let part = 0; part < 4; part++) {
    const start = at;
    let number: i64 = 0;
    while (at < end && at - start < 3 && <u32>load<u8>(at) - ZERO < 10) {
      number = number * 10 + (load<u8>(at++) - ZERO);
    }
    const isPadded = at - start > 1 && load<u8>(start) == ZERO;
    if (at == start || isPadded || number > 255) return -1;
    address = (address << 8) | number;
    if (part < 3 && (at >= end || load<u8>(at++) != DOT)) return -1;
  }
  return at == end ? address : -1;
}

function hexValue(byte: u32): u32 {
  if (byte - ZERO < 10) return byte - ZERO;
  const letter = (byte | 32) - 0x61;
  return letter < 6 ? letter + 10 : 16;
}

/** Where the group that starts at `at` ends. */
function groupEnd(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) != COLON) at++;
  return at;
}

/** One to four hexadecimal digits; -1 if it is something else. */
function parseGroup(at: usize, end: usize): i32 {
  if (at == end || end - at > 4) return -1;
  let group: i32 = 0;
  while (at < end) {
    const digit = hexValue(load<u8>(at++));
    if (digit > 15) return -1;
    group = (group << 4) | <i32>digit;
  }
  return group;
}

/** Eight groups of 16 bits as they are read, and how many. */
let groups: usize = 0;
let groupCount: u32 = 0;

function addGroup(group: i32): bool {
  if (group < 0 || groupCount == 8) return false;
  store<u16>(groups + (<usize>groupCount << 1), group);
  groupCount++;
  return true;
}

/** Reads a group, or an IPv4 address at the end, which counts as two. */
function readGroup(at: usize, end: usize, textEnd: usize): bool {
  const group = parseGroup(at, end);
  if (group >= 0) return addGroup(group);
  if (end != textEnd) return false;
  const address = parseV4(at, end);
  return address >= 0 && addGroup(<i32>(address >> 16)) && addGroup(<i32>(address & 0xffff));
}

/** Reads groups separated by colons; the place behind them, or 0 at an error. */
function readGroups(at: usize, end: usize): usize {
  while (true) {
    const next = groupEnd(at, end);
    if (!readGroup(at, next, end)) return 0;
    if (next == end) return end;
    if (next + 1 < end && load<u8>(next, 1) == COLON) return next;
    at = next + 1;
  }
  return 0;
}

/** Whether a text is an IPv6 address without a zone; its groups are then to be found. */
function parseV6(at: usize, end: usize): bool {
  groupCount = 0;
  const startsShort = at + 1 < end && load<u16>(at) == 0x3a3a;
  if (!startsShort) {
    at = readGroups(at, end);
    if (at == 0 || at == end) return at == end && groupCount == 8;
  }
  const head = groupCount;
  at += 2;
  if (at < end && readGroups(at, end) != end) return false;
  if (groupCount == 8) return false;
  widen(head);
  return true;
}

/** Puts zeros between the first `head` groups and those that follow. */
function widen(head: u32): void {
  const tail = groupCount - head;
  for (let i: u32 = 1; i <= 8 - head; i++) {
    const group = i <= tail ? load<u16>(groups + (<usize>(groupCount - i) << 1)) : 0;
    store<u16>(groups + (<usize>(8 - i) << 1), group);
  }
}

function groupWord(first: u32): u64 {
  let word: u64 = 0;
  for (let i = first; i < first + 4; i++) {
    word = (word << 16) | load<u16>(groups + (<usize>i << 1));
  }
  return word;
}

/** An address as the network of itself alone; 0 if the text is none. */
function parseAddress(at: usize, end: usize): Network {
  const network = allocate(32);
  groups = allocate(16);
  const short = parseV4(at, end);
  if (short < 0 && !parseV6(at, end)) return 0;
  store<u64>(network, short < 0 ? groupWord(0) : 0, HIGH);
  store<u64>(network, short < 0 ? groupWord(4) : MAPPED | <u64>short, LOW);
  const isV4 = load<u64>(network, HIGH) == 0 && load<u64>(network, LOW) >> 32 == 0xffff;
  store<u32>(network, 128, PREFIX);
  store<u32>(network, isV4 ? 32 : 128, BITS);
  return network;
}

// ---- networks

/** One to four digits; -1 if the text is something else. */
function parseLength(at: usize, end: usize): i32 {
  if (at == end || end - at > 4) return -1;
  let length: i32 = 0;
  while (at < end) {
    const digit = <i32>load<u8>(at++) - <i32>ZERO;
    if (digit < 0 || digit > 9) return -1;
    length = length * 10 + digit;
  }
  return length;
}

function findSlash(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) != SLASH) at++;
  return at;
}

function highMask(prefix: u32): u64 {
  return prefix == 0 ? 0 : prefix >= 64 ? <u64>-1 : ~(<u64>-1 >> prefix);
}

function lowMask(prefix: u32): u64 {
  return prefix <= 64 ? 0 : highMask(prefix - 64);
}

/** `10.0.0.0/8`; 0 if the text is no network. */
function parseNetwork(text: Value): Network {
  const start = addressOf(text);
  const end = start + lengthOf(text);
  const slash = findSlash(start, end);
  if (slash == end) return 0;
  const network = parseAddress(start, slash);
  const length = parseLength(slash + 1, end);
  if (network == 0 || length < 0) return 0;
  const isWrittenShort = parseV4(start, slash) >= 0;
  if (length > (isWrittenShort ? 32 : 128)) return 0;
  const isV4 = load<u32>(network, BITS) == 32;
  const full = isWrittenShort ? <u32>length + MAPPED_PREFIX : <u32>length;
  const prefix = isV4 ? max<u32>(full, MAPPED_PREFIX) : full;
  store<u32>(network, prefix, PREFIX);
  store<u64>(network, load<u64>(network, HIGH) & highMask(prefix), HIGH);
  store<u64>(network, load<u64>(network, LOW) & lowMask(prefix), LOW);
  return network;
}

/** Whether the second network (or address) lies in the first one. */
function holds(outer: Network, inner: Network): bool {
  const prefix = load<u32>(outer, PREFIX);
  if (load<u32>(outer, BITS) != load<u32>(inner, BITS)) return false;
  if (load<u32>(inner, PREFIX) < prefix) return false;
  return (
    load<u64>(outer, HIGH) == (load<u64>(inner, HIGH) & highMask(prefix)) &&
    load<u64>(outer, LOW) == (load<u64>(inner, LOW) & lowMask(prefix))
  );
}

// ---- builtins

const INVALID: string = 'invalid CIDR address: ';

function contains(builtin: string, cidr: Value, part: Value): Value {
  if (tagOf(cidr) != STRING) return failOperand(builtin, 1, 'string', cidr);
  if (tagOf(part) != STRING) return failOperand(builtin, 2, 'string', part);
  const network = parseNetwork(cidr);
  if (network == 0) return failText(builtin, INVALID, cidr);
  let inner = parseAddress(addressOf(part), addressOf(part) + lengthOf(part));
  if (inner == 0) inner = parseNetwork(part);
  if (inner != 0) return toBoolean(holds(network, inner));
  const text = 'not a valid textual representation of an IP address or CIDR: ';
  return failText(builtin, text, part);
}

export function bi_net_cidr_contains(cidr: Value, part: Value): Value {
  return contains('net.cidr_contains', cidr, part);
}

export function bi_net_cidr_overlap(cidr: Value, part: Value): Value {
  return contains('net.cidr_overlap', cidr, part);
}

export function bi_net_cidr_is_valid(cidr: Value): Value {
  return toBoolean(tagOf(cidr) == STRING && parseNetwork(cidr) != 0);
}

export function bi_net_cidr_intersects(a: Value, b: Value): Value {
  if (tagOf(a) != STRING) return failOperand('net.cidr_intersects', 1, 'string', a);
  const first = parseNetwork(a);
  if (first == 0) return failText('net.cidr_intersects', INVALID, a);
  if (tagOf(b) != STRING) return failOperand('net.cidr_intersects', 2, 'string', b);
  const second = parseNetwork(b);
  if (second == 0) return failText('net.cidr_intersects', INVALID, b);
  return toBoolean(holds(first, second) || holds(second, first));
}
