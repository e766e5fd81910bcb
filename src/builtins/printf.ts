/*
 * Go's fmt.Sprintf over the values sprintf can hand it: integers, floats and strings (every other
 * value is printed as Rego text first). Verbs, flags, widths, precisions, `*` and `[n]` follow the
 * documentation of package fmt, as do its complaints inside the text: `%!d(string=hi)`,
 * `%!d(MISSING)`, `%!(EXTRA int=1)`, `%!(NOVERB)`.
 */
import {
  bitLength,
  type Digits,
  exactDigits,
  positional,
  prefersExponent,
  roundedNearest,
  scientific,
  shortestDigits,
} from '../value/digits.ts';
import { goQuote } from '../value/go-quote.ts';
import { failure } from './builtin.ts';

export type Operand =
  | { readonly kind: 'int' | '*big.Int'; readonly value: bigint }
  | { readonly kind: 'float64'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string };

interface Flags {
  plus: boolean;
  minus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  width: number | undefined;
  precision: number | undefined;
}

/** More than this is not printed: a short format can ask for gigabytes. */
const MAX_LENGTH = 1 << 24;

/** Wider or more precise than this is no longer honoured, as in Go. */
const MAX_WIDTH = 1_000_000;

class Printer {
  private readonly format: string;
  private readonly operands: readonly Operand[];
  private at = 0;
  private next = 0;
  private reordered = false;
  /** Whether the last `[n]` was good. */
  private goodIndex = true;

  constructor(format: string, operands: readonly Operand[]) {
    this.format = format;
    this.operands = operands;
  }

  print(): string {
    let text = '';
    while (this.at < this.format.length) {
      const percent = this.format.indexOf('%', this.at);
      const end = percent < 0 ? this.format.length : percent;
      text += this.format.slice(this.at, end);
      this.at = end + 1;
      if (percent >= 0) text += this.directive();
      if (text.length > MAX_LENGTH) throw failure('result is too large');
    }
    return text + this.extra();
  }

  private extra(): string {
    if (this.reordered || this.next >= this.operands.length) return '';
    const rest = this.operands.slice(this.next).map(described);
    return `%!(EXTRA ${rest.join(', ')})`;
  }

  private directive(): string {
    this.goodIndex = true;
    const flags = this.flags();
    this.index();
    const complaints = this.width(flags) + this.precision(flags);
    this.index();
    return complaints + this.verb(flags);
  }

  private verb(flags: Flags): string {
    if (this.at >= this.format.length) return '%!(NOVERB)';
    const verb = String.fromCodePoint(this.format.codePointAt(this.at)!);
    this.at += verb.length;
    if (verb === '%') return '%';
    if (!this.goodIndex) return `%!${verb}(BADINDEX)`;
    const operand = this.operands[this.next];
    if (operand === undefined) return `%!${verb}(MISSING)`;
    this.next += 1;
    return formatted(operand, verb, flags);
  }

  private flags(): Flags {
    const flags: Flags = {
      plus: false,
      minus: false,
      sharp: false,
      space: false,
      zero: false,
      width: undefined,
      precision: undefined,
    };
    for (; ; this.at++) {
      const flag = this.format[this.at];
      if (flag === '+') flags.plus = true;
      else if (flag === '-') flags.minus = true;
      else if (flag === '#') flags.sharp = true;
      else if (flag === ' ') flags.space = true;
      else if (flag === '0') flags.zero = true;
      else break;
    }
    if (flags.minus) flags.zero = false;
    return flags;
  }

  /** `[3]`: the next operand is the third. */
  private index(): void {
    if (this.format[this.at] !== '[') return;
    this.reordered = true;
    const close = this.format.indexOf(']', this.at);
    const number = close < 0 ? Number.NaN : this.wholeNumber(this.at + 1, close);
    this.at = close < 0 ? this.at + 1 : close + 1;
    this.goodIndex = number >= 1 && number <= this.operands.length;
    if (this.goodIndex) this.next = number - 1;
  }

  private wholeNumber(start: number, end: number): number {
    const text = this.format.slice(start, end);
    return /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  }

  private digits(): number | undefined {
    const start = this.at;
    while (/\d/.test(this.format[this.at] ?? '')) this.at += 1;
    return this.at === start ? undefined : Number(this.format.slice(start, this.at));
  }

  /** The operand a `*` stands for. */
  private star(): number | undefined {
    this.at += 1;
    const operand = this.operands[this.next];
    this.next += 1;
    if (operand?.kind !== 'int') return undefined;
    const value = Number(operand.value);
    return Math.abs(value) <= MAX_WIDTH ? value : undefined;
  }

  /** Returns what there is to complain about. */
  private width(flags: Flags): string {
    const isStar = this.format[this.at] === '*';
    const width = isStar ? this.star() : this.digits();
    if (width === undefined) return isStar ? '%!(BADWIDTH)' : '';
    if (width < 0) {
      flags.minus = true;
      flags.zero = false;
    }
    if (Math.abs(width) <= MAX_WIDTH) flags.width = Math.abs(width);
    return '';
  }

  private precision(flags: Flags): string {
    if (this.format[this.at] !== '.') return '';
    this.at += 1;
    this.index();
    const isStar = this.format[this.at] === '*';
    const precision = isStar ? this.star() : (this.digits() ?? 0);
    if (precision === undefined || precision < 0) return '%!(BADPREC)';
    if (precision <= MAX_WIDTH) flags.precision = precision;
    return '';
  }
}

function described(operand: Operand): string {
  return `${operand.kind}=${plainText(operand)}`;
}

const NO_FLAGS: Flags = {
  plus: false,
  minus: false,
  sharp: false,
  space: false,
  zero: false,
  width: undefined,
  precision: undefined,
};

function plainText(operand: Operand): string {
  return operand.kind === 'float64'
    ? floatText(operand.value, 'g', NO_FLAGS)
    : String(operand.value);
}

/** The operand is shown with the directive's own flags. */
function badVerb(operand: Operand, verb: string, flags: Flags): string {
  if (operand.kind === '*big.Int') return `%!${verb}(big.Int=${operand.value})`;
  const shown = shownInComplaint(operand, flags);
  return `%!${verb}(${operand.kind}=${shown})`;
}

function shownInComplaint(operand: Operand, flags: Flags): string {
  if (operand.kind === 'float64') return formattedFloat(operand, 'g', flags);
  if (operand.kind === 'string') return padded(cut(operand.value, flags), flags);
  return formattedInteger(operand, 'd', flags);
}

function formatted(operand: Operand, verb: string, flags: Flags): string {
  if (verb === 'T') return padded(cut(operand.kind, flags), flags);
  if (verb === 'v' && operand.kind !== '*big.Int') return formattedPlainly(operand, flags);
  switch (operand.kind) {
    case 'string':
      return formattedString(operand, verb, flags);
    case 'float64':
      return formattedFloat(operand, verb, flags);
    default:
      return formattedInteger(operand, verb, flags);
  }
}

/** `%v`; `%#v` only differs in quoting strings, and `+` means nothing here. */
function formattedPlainly(operand: Operand, flags: Flags): string {
  const plain = { ...flags, sharp: false, plus: false };
  if (operand.kind === 'float64') return formattedFloat(operand, 'g', plain);
  if (operand.kind !== 'string') return formattedInteger(operand, 'd', plain);
  return flags.sharp ? padded(goQuote(operand.value), flags) : formattedString(operand, 's', plain);
}

/** To the width, in code points. */
function padded(text: string, flags: Flags): string {
  const missing = (flags.width ?? 0) - Array.from(text).length;
  if (missing <= 0) return text;
  if (flags.minus) return text + ' '.repeat(missing);
  return (flags.zero ? '0' : ' ').repeat(missing) + text;
}

function formattedString(
  operand: Operand & { kind: 'string' },
  verb: string,
  flags: Flags,
): string {
  const text = cut(operand.value, flags);
  switch (verb) {
    case 's':
      return padded(text, flags);
    case 'q':
      return padded(quotedText(text, flags), flags);
    case 'x':
    case 'X':
      return padded(hexText(operand.value, verb, flags), flags);
    default:
      return badVerb(operand, verb, flags);
  }
}

function quotedText(text: string, flags: Flags): string {
  if (flags.sharp && !/[`\n\r]/.test(text)) return `\`${text}\``;
  return goQuote(text, '"', flags.plus);
}

/** To the precision, in code points. */
function cut(text: string, { precision }: Flags): string {
  return precision === undefined ? text : Array.from(text).slice(0, precision).join('');
}

function hexText(text: string, verb: 'x' | 'X', flags: Flags): string {
  const bytes = Buffer.from(text).subarray(0, flags.precision);
  const prefix = flags.sharp ? `0${verb}` : '';
  const digits = Array.from(bytes, byte => byte.toString(16).padStart(2, '0'));
  const cased = verb === 'X' ? digits.map(pair => pair.toUpperCase()) : digits;
  if (cased.length === 0) return '';
  return flags.space ? cased.map(pair => prefix + pair).join(' ') : prefix + cased.join('');
}

const BASES: Readonly<Record<string, 2 | 8 | 10 | 16>> = {
  v: 10,
  d: 10,
  b: 2,
  o: 8,
  O: 8,
  x: 16,
  X: 16,
};
const PREFIXES: Readonly<Record<string, string>> = { b: '0b', o: '0', x: '0x', X: '0X' };

function formattedInteger(
  operand: Operand & { kind: 'int' | '*big.Int' },
  verb: string,
  flags: Flags,
): string {
  const base = BASES[verb] ?? (operand.kind === '*big.Int' && verb === 's' ? 10 : undefined);
  if (base !== undefined) return integerText(operand.value, base, verb, flags);
  if (operand.kind === '*big.Int') return badVerb(operand, verb, flags);
  if (verb === 'c') return padded(characterOf(operand.value), flags);
  if (verb === 'q') return padded(goQuote(characterOf(operand.value), "'", flags.plus), flags);
  if (verb === 'U') return padded(unicodeText(operand.value, flags), { ...flags, zero: false });
  return badVerb(operand, verb, flags);
}

function characterOf(code: bigint): string {
  const isScalar = code >= 0n && code <= 0x10ffffn && !(code >= 0xd800n && code <= 0xdfffn);
  return isScalar ? String.fromCodePoint(Number(code)) : '\ufffd';
}

function unicodeText(code: bigint, flags: Flags): string {
  const hex = BigInt.asUintN(64, code).toString(16).toUpperCase();
  const character = flags.sharp ? ` '${characterOf(code)}'` : '';
  return `U+${hex.padStart(Math.max(4, flags.precision ?? 0), '0')}${character}`;
}

function signOf(isNegative: boolean, flags: Flags): string {
  if (isNegative) return '-';
  return flags.plus ? '+' : flags.space ? ' ' : '';
}

function integerText(value: bigint, base: 2 | 8 | 10 | 16, verb: string, flags: Flags): string {
  const noZeros: Flags = { ...flags, zero: false };
  if (flags.precision === 0 && value === 0n) return padded('', noZeros);
  const sign = signOf(value < 0n, flags);
  const magnitude = (value < 0n ? -value : value).toString(base);
  const digits = verb === 'X' ? magnitude.toUpperCase() : magnitude;
  const fillsWidth = flags.zero && flags.width !== undefined;
  const minimum = flags.precision ?? (fillsWidth ? flags.width! - sign.length : 0);
  const filled = digits.padStart(minimum, '0');
  return padded(sign + integerPrefix(filled, verb, flags) + filled, noZeros);
}

function integerPrefix(digits: string, verb: string, flags: Flags): string {
  if (verb === 'O') return '0o';
  if (!flags.sharp || (verb === 'o' && digits.startsWith('0'))) return '';
  return PREFIXES[verb] ?? '';
}

function formattedFloat(
  operand: Operand & { kind: 'float64' },
  verb: string,
  flags: Flags,
): string {
  const known = { g: 'g', G: 'G', e: 'e', E: 'E', f: 'f', F: 'f' }[verb];
  if (known === undefined) return badVerb(operand, verb, flags);
  return paddedNumber(floatText(operand.value, known, flags), flags);
}

/** Zeros go between the sign and the digits. */
function paddedNumber(text: string, flags: Flags): string {
  if (!flags.zero || flags.minus || flags.width === undefined)
    return padded(text, { ...flags, zero: false });
  const sign = /^[-+ ]?/.exec(text)![0];
  return sign + text.slice(sign.length).padStart(flags.width - sign.length, '0');
}

/** A double as mantissa × 2^exponent. */
function binaryParts(value: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  if (biased === 0) return { mantissa: fraction, exponent: -1074 };
  return { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

function shortest(value: number): Digits {
  const { mantissa, exponent } = binaryParts(value);
  if (mantissa === 0n) return { digits: '', point: 0 };
  const isNormal = bitLength(mantissa) === 53;
  return shortestDigits(mantissa, exponent, isNormal ? 53 : bitLength(mantissa), isNormal);
}

function exact(value: number): Digits {
  const { mantissa, exponent } = binaryParts(value);
  return exactDigits(mantissa, exponent);
}

function floatText(value: number, verb: string, flags: Flags): string {
  const isNegative = value < 0 || Object.is(value, -0);
  const text = unsignedFloat(value, verb.toLowerCase(), flags);
  return signOf(isNegative, flags) + (verb === 'E' || verb === 'G' ? text.toUpperCase() : text);
}

function unsignedFloat(value: number, verb: string, flags: Flags): string {
  if (verb === 'f') return fixed(exact(value), flags.precision ?? 6);
  if (verb === 'e') return exponential(exact(value), flags.precision ?? 6);
  if (flags.precision === undefined) return general(shortest(value), 6, flags);
  const precision = flags.precision || 1;
  const digits = roundedNearest(exact(value), precision);
  const { length } = digits.digits;
  const limit = precision > length && length >= digits.point ? length : precision;
  return general(digits, limit, { ...flags, precision });
}

function fixed(value: Digits, precision: number): string {
  const digits = roundedNearest(value, value.point + precision);
  const text = digits.digits === '' ? '0' : positional(digits);
  if (precision === 0) return text;
  const [whole, fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(precision, '0')}`;
}

function exponential(value: Digits, precision: number): string {
  const text = scientific(roundedNearest(value, precision + 1));
  if (precision === 0) return text;
  const [, first, fraction = '', exponent] = /^(\d)(?:\.(\d+))?(e.*)$/.exec(text)!;
  return `${first}.${fraction.padEnd(precision, '0')}${exponent}`;
}

function general(digits: Digits, limit: number, flags: Flags): string {
  const text = prefersExponent(digits, limit) ? scientific(digits) : positional(digits);
  return flags.sharp ? withPoint(text, flags.precision ?? 6) : text;
}

/** `#` keeps trailing zeros up to the precision, and a point. */
function withPoint(text: string, precision: number): string {
  const [, mantissa = '', exponent = ''] = /^([^e]*)(e.*)?$/.exec(text)!;
  const significant = mantissa.replace('.', '').replace(/^0+/, '').length;
  const point = mantissa.includes('.') ? '' : '.';
  return mantissa + point + '0'.repeat(Math.max(0, precision - significant)) + exponent;
}

/** `format` with its verbs replaced by the operands. @throws BuiltinError if that is too long */
export function printf(format: string, operands: readonly Operand[]): string {
  return new Printer(format, operands).print();
}
