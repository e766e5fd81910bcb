/*
 * Decimal digits of binary floats: exactly, rounded to a length, or the fewest that read back as the
 * same float. Layouts are those of Go's `%e`, `%f` and `%g`, which OPA prints numbers with.
 */

export function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const hex = value.toString(16);
  return hex.length * 4 - (Math.clz32(Number.parseInt(hex[0]!, 16)) - 28);
}

/** 0.digits × 10^point; zero has no digits. */
export interface Digits {
  readonly digits: string;
  readonly point: number;
}

/** All digits of mantissa × 2^exponent. */
export function exactDigits(mantissa: bigint, exponent: number): Digits {
  if (mantissa === 0n) return { digits: '', point: 0 };
  const scaled = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent);
  const text = scaled.toString();
  return { digits: text.replace(/0+$/, ''), point: text.length + Math.min(exponent, 0) };
}

function roundedDown({ digits, point }: Digits, length: number): Digits {
  return { digits: digits.slice(0, length).replace(/0+$/, ''), point };
}

function roundedUp({ digits, point }: Digits, length: number): Digits {
  const head = digits.slice(0, length).replace(/9+$/, '');
  if (head === '') return { digits: '1', point: point + 1 };
  return { digits: head.slice(0, -1) + (Number(head.at(-1)) + 1), point };
}

/** To so many digits, half to even. */
export function roundedNearest(value: Digits, length: number): Digits {
  const { digits } = value;
  if (length < 0) return { digits: '', point: value.point };
  if (length >= digits.length) return value;
  const halfway = digits[length] === '5' && length + 1 === digits.length;
  const up = halfway ? length > 0 && Number(digits[length - 1]) % 2 === 1 : digits[length]! >= '5';
  return up ? roundedUp(value, length) : roundedDown(value, length);
}

/**
 * The fewest digits that lie between the midpoints to the neighbouring floats of that precision.
 * Below a power of two floats lie closer: `narrowBelow` takes that into account, as Go does for
 * doubles but not for big floats.
 */
export function shortestDigits(
  mantissa: bigint,
  exponent: number,
  precision: number,
  narrowBelow = false,
): Digits {
  const value = exactDigits(mantissa, exponent);
  const shift = precision + 1 - bitLength(mantissa);
  const doubled = mantissa << BigInt(shift);
  const isNarrow = narrowBelow && (mantissa & (mantissa - 1n)) === 0n;
  const lower = isNarrow
    ? exactDigits(doubled * 2n - 1n, exponent - shift - 1).digits
    : exactDigits(doubled - 1n, exponent - shift).digits;
  const upper = exactDigits(doubled + 1n, exponent - shift).digits;
  const inclusive = (doubled & 2n) === 0n;
  for (let index = 0; index < value.digits.length; index++) {
    const digit = Number(value.digits[index]);
    const high = Number(upper[index] ?? 0);
    const atLower = digit === Number(lower[index] ?? 0);
    const down = !atLower || (inclusive && index + 1 === lower.length);
    const up = digit !== high && (inclusive || digit + 1 < high || index + 1 < upper.length);
    if (down && up) return roundedNearest(value, index + 1);
    if (down) return roundedDown(value, index + 1);
    if (up) return roundedUp(value, index + 1);
  }
  return value;
}

/** Without an exponent; as many fraction digits as there are. */
export function positional({ digits, point }: Digits): string {
  if (digits === '') return '0';
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  const whole = digits.slice(0, point).padEnd(point, '0');
  return digits.length > point ? `${whole}.${digits.slice(point)}` : whole;
}

/** With an exponent of two digits or more: `1.5e+06`. */
export function scientific({ digits, point }: Digits): string {
  if (digits === '') return '0e+00';
  const exponent = point - 1;
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${size}`;
}

/** `%g` uses an exponent from 1e+06 on (or the given number of digits), and below 1e-04. */
export function prefersExponent({ digits, point }: Digits, limit = 6): boolean {
  return digits !== '' && (point - 1 < -4 || point - 1 >= limit);
}
