/*
 * Number literals: JSON's grammar, and a leading dot (`.5`), which becomes `0.5` so that every
 * number text in the tree is a JSON number.
 */

/** Matches what begins like a number as far as it goes: `1`, `1.5e3`, but also `1.`, `1e`, `01`, `1x`. */
export const NUMBER_LIKE = /\d+(?:\.\d*)?(?:[eE][+-]?\d*)?[A-Za-z0-9_]*/y;

/** Numbers whose size as a power of ten passes this are refused: printing one takes its length. */
const MAX_EXPONENT = 30_102;

const SHORT_INTEGER = /^(?:0|[1-9]\d{0,99})$/;

/** Why a text matched by NUMBER_LIKE is no number, or undefined if it is one. */
export function numberFault(text: string): string | undefined {
  if (SHORT_INTEGER.test(text)) return undefined;
  const parts = /^(\d+)(?:(\.)(\d*))?(?:([eE])[+-]?(\d*))?(.*)$/s.exec(text);
  if (parts === null) return 'illegal number format';
  const [, whole = '', dot, fraction, e, exponent, rest] = parts;
  if (dot !== undefined && fraction === '') return 'expected fraction';
  if (e !== undefined && exponent === '') return 'expected exponent';
  if (rest !== '') return 'illegal number format';
  if (whole.length > 1 && whole.startsWith('0')) return 'expected number without leading zero';
  return isTooBig(text) ? 'number too big' : undefined;
}

function isTooBig(text: string): boolean {
  const [mantissa = '', exponent = '0'] = text.split(/[eE]/);
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return false;
  const point = Number(exponent) + digits.length - fraction.length;
  return Math.abs(point) > MAX_EXPONENT;
}
