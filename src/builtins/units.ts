/*
 * Amounts with units: `10KiB` in bytes, `500m` as a number. Decimal and binary multiples as in SI
 * and Kubernetes; only `m` (milli) and `M` (mega) of units.parse differ by their case.
 */

import { floatOf, floatOfInteger, multiplyFloats, truncated } from '../value/big-float.ts';
import { integerOf, numberOf } from '../value/decimal.ts';
import type { Value } from '../value/value.ts';
import { type Builtin, define, failure } from './builtin.ts';
import { stringAt } from './operand.ts';

const PREFIXES = ['k', 'm', 'g', 't', 'p', 'e'];

function multiples(suffix: string, base: bigint): (readonly [string, bigint])[] {
  return PREFIXES.map((prefix, index) => [prefix + suffix, base ** BigInt(index + 1)]);
}

const BYTE_UNITS: ReadonlyMap<string, bigint> = new Map([
  ['', 1n],
  ...multiples('', 1000n),
  ...multiples('b', 1000n),
  ...multiples('i', 1024n),
  ...multiples('ib', 1024n),
]);

/** By the unit in lower case; `m` alone is none of these. */
const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['', 1n],
  ...multiples('', 1000n),
  ...multiples('i', 1024n),
]);

interface Amount {
  readonly number: string;
  readonly unit: string;
}

const EXPONENT = /[eE][+-]?(\d+)/;

/** Where the number ends: `e` belongs to it only before a digit or sign. */
function split(text: string): Amount {
  const number = /^(?:[\d.+-]|[eE](?=[\d+-]))*/.exec(text)![0];
  return { number, unit: text.slice(number.length) };
}

function amountAt(
  args: readonly Value[],
  normalize: (text: string) => string,
  noun: string,
): Amount {
  const text = normalize(stringAt(args, 1)).replaceAll('"', '');
  if (text.includes(' ')) throw failure('spaces not allowed in resource strings');
  const amount = split(text);
  if ((EXPONENT.exec(amount.number)?.[1] ?? '').length > MAX_EXPONENT_DIGITS) {
    throw failure('exponent too large');
  }
  if (amount.number === '') throw failure(`no ${noun} provided`);
  return amount;
}

/** OPA allows six; a number of 10^9999 is more than any amount and still cheap to compute. */
const MAX_EXPONENT_DIGITS = 4;

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

interface Scientific {
  /** All digits as an integer. */
  readonly digits: bigint;
  /** The power of ten they are scaled by. */
  readonly exponent: number;
}

function parseNumber(text: string, noun: string): Scientific {
  const [, sign, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (whole + fraction === '') throw failure(`could not parse ${noun} to a number`);
  const digits = BigInt(whole + fraction);
  return { digits: sign === '-' ? -digits : digits, exponent: Number(exponent) - fraction.length };
}

/** The amount in 64-bit floats, its fraction cut off: as OPA computes it. */
function parseBytes(args: readonly Value[]): Value {
  const noun = 'byte amount';
  const { number, unit } = amountAt(args, text => text.toLowerCase(), noun);
  const multiple = BYTE_UNITS.get(unit);
  if (multiple === undefined) throw failure(`byte unit ${unit} not recognized`);
  const { digits, exponent } = parseNumber(number, noun);
  const amount = floatOf(`${digits}e${exponent}`);
  return integerOf(truncated(multiplyFloats(amount, floatOfInteger(multiple))).integer);
}

function multipleOf(unit: string): bigint | undefined {
  return unit === 'M' ? UNITS.get('m') : UNITS.get(unit.toLowerCase());
}

/** Exactly, with ten digits after the point if it is no integer. */
function parseUnits(args: readonly Value[]): Value {
  const { number, unit } = amountAt(args, text => text, 'amount');
  const isMilli = unit === 'm';
  const multiple = isMilli ? 1n : multipleOf(unit);
  if (multiple === undefined) throw failure(`unit ${unit} not recognized`);
  const { digits, exponent } = parseNumber(number, 'amount');
  const scaled = { digits: digits * multiple, exponent: isMilli ? exponent - 3 : exponent };
  return numberOf(decimalText(scaled));
}

const FRACTION_DIGITS = 10;

function decimalText({ digits, exponent }: Scientific): string {
  if (exponent >= 0) return String(digits * 10n ** BigInt(exponent));
  const divisor = 10n ** BigInt(-exponent);
  if (digits % divisor === 0n) return String(digits / divisor);
  const magnitude = digits < 0n ? -digits : digits;
  const rounded = (magnitude * 10n ** BigInt(FRACTION_DIGITS) * 2n + divisor) / (divisor * 2n);
  const text = String(rounded).padStart(FRACTION_DIGITS + 1, '0');
  const minus = digits < 0n ? '-' : '';
  return `${minus}${text.slice(0, -FRACTION_DIGITS)}.${text.slice(-FRACTION_DIGITS)}`;
}

export const units: readonly Builtin[] = [
  define('units.parse', parseUnits),
  define('units.parse_bytes', parseBytes),
];
