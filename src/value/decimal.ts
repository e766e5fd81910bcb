/*
 * Numbers as they are written. Rego's numbers keep their digits, so they are compared digit by
 * digit and never through a double.
 */

/** A number that is not a plain integer literal; `text` is a valid JSON number. */
export class Decimal {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Safe integers are `number`, longer integers `bigint`, everything else its text. */
export type RegoNumber = number | bigint | Decimal;

const INTEGER = /^-?(?:0|[1-9]\d*)$/;

/** The number a JSON or Rego literal stands for. */
export function numberOf(text: string): RegoNumber {
  if (!INTEGER.test(text) || text === '-0') return new Decimal(text);
  if (text.length < 16) return Number(text);
  return integerOf(BigInt(text));
}

/** An integer in its one representation. */
export function integerOf(value: bigint): RegoNumber {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/** A number's digits as JSON prints them. */
export function numberText(value: RegoNumber): string {
  return value instanceof Decimal ? value.text : String(value);
}

/** sign × 0.digits × 10^point; zero has no digits. */
interface Normal {
  readonly sign: -1 | 0 | 1;
  readonly digits: string;
  readonly point: number;
}

function normalize(text: string): Normal {
  const [, minus, whole, fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? ['', '', '0'];
  const all = whole! + fraction;
  const digits = all.replace(/^0+/, '');
  const point = whole!.length + Number(exponent) - (all.length - digits.length);
  const trimmed = digits.replace(/0+$/, '');
  if (trimmed === '') return { sign: 0, digits: '', point: 0 };
  return { sign: minus === '-' ? -1 : 1, digits: trimmed, point };
}

function compareNormal(a: Normal, b: Normal): number {
  if (a.sign !== b.sign) return a.sign - b.sign;
  if (a.point !== b.point) return (a.point < b.point ? -1 : 1) * a.sign;
  if (a.digits === b.digits) return 0;
  return (a.digits < b.digits ? -1 : 1) * a.sign;
}

/** Exact order of two numbers: negative, zero or positive. */
export function compareNumbers(a: RegoNumber, b: RegoNumber): number {
  if (!(a instanceof Decimal) && !(b instanceof Decimal)) return a < b ? -1 : a > b ? 1 : 0;
  return compareNormal(normalize(numberText(a)), normalize(numberText(b)));
}

/** Equal numbers have equal identities: `1`, `1.0` and `10e-1` share one. */
export function numberIdentity(value: RegoNumber): string {
  if (typeof value === 'number') return String(value);
  const { sign, digits, point } = normalize(numberText(value));
  if (sign === 0) return '0';
  const minus = sign < 0 ? '-' : '';
  const isInteger = point >= digits.length && point <= 400;
  return minus + (isInteger ? digits.padEnd(point, '0') : `${digits}e${point}`);
}
