/*
 * Semantic versions (semver.org 2.0.0; clause 11 is the order): build metadata does not count, and
 * numbers may be of any length, so they are compared as digits.
 *
 * A version is eight addresses: start and end of major, minor, patch and pre-release.
 */
import { compareBytes } from './bytes';
import { failOperand, failQuoted } from './failure';
import { allocate } from './memory';
import { addressOf, FALSE_SLOT, lengthOf, rt_int, tagOf, toBoolean, Value } from './slot';
import { STRING } from './tag';

type Version = usize;

const PRE_RELEASE: usize = 24;

const DOT: u32 = 0x2e;
const HYPHEN: u32 = 0x2d;
const PLUS: u32 = 0x2b;
const ZERO: u32 = 48;

// @ts-ignore: decorator
@inline
function isDigit(byte: u32): bool {
  return byte - ZERO < 10;
}

function isIdentifierByte(byte: u32): bool {
  return isDigit(byte) || byte == HYPHEN || (byte | 32) - 97 < 26;
}

function skipDigits(at: usize, end: usize): usize {
  while (at < end && isDigit(load<u8>(at))) at++;
  return at;
}

function setSpan(version: Version, offset: usize, from: usize, to: usize): void {
  store<u32>(version + offset, from);
  store<u32>(version + offset, to, 4);
}

/** Past identifiers with dots between them; 0 if one is empty. */
function skipIdentifiers(at: usize, end: usize): usize {
  while (true) {
    const start = at;
    while (at < end && isIdentifierByte(load<u8>(at))) at++;
    if (at == start) return 0;
    if (at == end || load<u8>(at) != DOT) return at;
    at++;
  }
  return 0;
}

/** Reads major, minor and patch; the place behind them, or 0. */
function parseCore(version: Version, at: usize, end: usize): usize {
  for (let part: usize = 0; part < 3; part++) {
    const numberEnd = skipDigits(at, end);
    if (numberEnd == at) return 0;
    setSpan(version, part << 3, at, numberEnd);
    at = numberEnd;
    if (part < 2 && (at == end || load<u8>(at++) != DOT)) return 0;
  }
  return at;
}

/** The version that a string is, or 0. */
function parse(text: Value): Version {
  const end = addressOf(text) + lengthOf(text);
  const version = allocate(32);
  let at = parseCore(version, addressOf(text), end);
  if (at == 0) return 0;
  const preRelease = at + 1;
  const hasPreRelease = at < end && load<u8>(at) == HYPHEN;
  if (hasPreRelease) at = skipIdentifiers(preRelease, end);
  if (at == 0) return 0;
  setSpan(version, PRE_RELEASE, hasPreRelease ? preRelease : at, at);
  if (at < end && load<u8>(at) == PLUS) at = skipIdentifiers(at + 1, end);
  return at == end ? version : 0;
}

// ---- order

function skipZeros(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) == ZERO) at++;
  return at;
}

function compareDigits(a: usize, endA: usize, b: usize, endB: usize): i32 {
  a = skipZeros(a, endA);
  b = skipZeros(b, endB);
  const difference = <i32>(endA - a) - <i32>(endB - b);
  return difference != 0 ? difference : compareBytes(a, <u32>(endA - a), b, <u32>(endB - b));
}

/** Numbers come before other identifiers. */
function compareIdentifiers(a: usize, endA: usize, b: usize, endB: usize): i32 {
  const isNumberA = skipDigits(a, endA) == endA;
  const isNumberB = skipDigits(b, endB) == endB;
  if (isNumberA && isNumberB) return compareDigits(a, endA, b, endB);
  if (isNumberA != isNumberB) return isNumberA ? -1 : 1;
  return compareBytes(a, <u32>(endA - a), b, <u32>(endB - b));
}

function identifierEnd(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) != DOT) at++;
  return at;
}

/** A version with a pre-release comes before the one without. */
function comparePreReleases(a: usize, endA: usize, b: usize, endB: usize): i32 {
  if (a == endA || b == endB) return <i32>(a == endA) - <i32>(b == endB);
  while (true) {
    const nextA = identifierEnd(a, endA);
    const nextB = identifierEnd(b, endB);
    const order = compareIdentifiers(a, nextA, b, nextB);
    if (order != 0) return order;
    if (nextA == endA || nextB == endB) return <i32>(nextB == endB) - <i32>(nextA == endA);
    a = nextA + 1;
    b = nextB + 1;
  }
  return 0;
}

function compareVersions(a: Version, b: Version): i32 {
  for (let offset: usize = 0; offset < PRE_RELEASE; offset += 8) {
    const left: usize = load<u32>(a + offset);
    const right: usize = load<u32>(b + offset);
    const order = compareDigits(left, load<u32>(a + offset, 4), right, load<u32>(b + offset, 4));
    if (order != 0) return order;
  }
  return comparePreReleases(
    load<u32>(a, PRE_RELEASE),
    load<u32>(a, PRE_RELEASE + 4),
    load<u32>(b, PRE_RELEASE),
    load<u32>(b, PRE_RELEASE + 4),
  );
}

// ---- builtins

const NOT_VALID: string = ' is not a valid SemVer';

/** -1, 0 or 1. */
export function bi_semver_compare(a: Value, b: Value): Value {
  if (tagOf(a) != STRING) return failOperand('semver.compare', 1, 'string', a);
  const left = parse(a);
  if (left == 0) return failQuoted('semver.compare', 'operand 1: string ', a, NOT_VALID);
  if (tagOf(b) != STRING) return failOperand('semver.compare', 2, 'string', b);
  const right = parse(b);
  if (right == 0) return failQuoted('semver.compare', 'operand 2: string ', b, NOT_VALID);
  const order = compareVersions(left, right);
  return rt_int(<i64>(order > 0) - <i64>(order < 0));
}

export function bi_semver_is_valid(text: Value): Value {
  return tagOf(text) == STRING ? toBoolean(parse(text) != 0) : FALSE_SLOT;
}
