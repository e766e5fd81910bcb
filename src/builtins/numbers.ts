import { truncate } from '../value/arithmetic.ts';
import { integerOf, numberOf, type RegoNumber } from '../value/decimal.ts';
import { isNumber, type Value } from '../value/value.ts';
import { type Builtin, type BuiltinContext, define, failure, once } from './builtin.ts';
import { bigIntAt, intAt, operandError, stringAt, wrongType } from './operand.ts';

/** A range longer than this is refused: it would hold up every other evaluation. */
const MAX_RANGE = 1_000_000n;

function range(from: bigint, to: bigint, step: bigint): Value {
  const distance = to > from ? to - from : from - to;
  if (distance / step >= MAX_RANGE) throw failure(`range is longer than ${MAX_RANGE} numbers`);
  const signed = to >= from ? step : -step;
  const count = Number(distance / step) + 1;
  return Array.from({ length: count }, (_, index) => integerOf(from + signed * BigInt(index)));
}

function rangeStep(args: readonly Value[]): Value {
  const from = bigIntAt(args, 1);
  const to = bigIntAt(args, 2);
  const step = bigIntAt(args, 3);
  if (step <= 0n) throw failure('step must be a positive integer');
  return range(from, to, step);
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const LOOSE_NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const NOT_FINITE = /^[+-]*(?:inf|infinity|nan)$/i;

/** `+1`, `.5`, `007` and `1.` are numbers to Go; they are brought into JSON's form. */
function parseNumber(text: string): RegoNumber {
  if (JSON_NUMBER.test(text)) return numberOf(text);
  const [, sign, whole = '', fraction = '', exponent] = LOOSE_NUMBER.exec(text) ?? [];
  if (whole + fraction === '')
    throw failure(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`);
  const integer = whole.replace(/^0+(?=.)/, '') || '0';
  const tail =
    (fraction === '' ? '' : `.${fraction}`) + (exponent === undefined ? '' : `e${exponent}`);
  return numberOf((sign === '-' ? '-' : '') + integer + tail);
}

function toNumber([value]: readonly Value[]): Value {
  if (value === null || value === false) return 0;
  if (value === true) return 1;
  if (isNumber(value!)) return value;
  if (typeof value !== 'string') throw wrongType(1, value!, 'null', 'boolean', 'number', 'string');
  if (NOT_FINITE.test(value)) throw wrongType(1, value, 'valid number string');
  return parseNumber(value);
}

function random(args: readonly Value[], context: BuiltinContext): Value {
  const seed = stringAt(args, 1);
  const n = Math.abs(intAt(args, 2));
  if (n === 0) return 0;
  return once(context, `rand.intn ${n} ${seed}`, () => Math.floor(context.random() * n));
}

const BASES: readonly Value[] = [2, 8, 10, 16];

/** In bases 2, 8, 10 and 16; fractions are cut off. */
function formatInt(args: readonly Value[]): Value {
  const value = args[0]!;
  if (!isNumber(value)) throw wrongType(1, value, 'number');
  const base = args[1]!;
  if (!isNumber(base)) throw wrongType(2, base, 'number');
  if (!BASES.includes(base)) throw operandError(2, `must be one of {${BASES.join(', ')}}`);
  return truncate(value).toString(Number(base));
}

export const numbers: readonly Builtin[] = [
  define('numbers.range', args => range(bigIntAt(args, 1), bigIntAt(args, 2), 1n)),
  define('numbers.range_step', rangeStep),
  define('rand.intn', random),
  define('to_number', toNumber),
  define('format_int', formatInt),
];
