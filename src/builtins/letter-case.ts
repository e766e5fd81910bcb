/*
 * Upper and lower case one code point at a time (Unicode's simple mappings), as Go has them:
 * a string keeps its number of code points, whatever the language. JavaScript's own mappings are
 * the full ones (`ß` becomes `SS`); where those yield several code points, a code point either
 * has a simple mapping listed here or none.
 */
const ASCII = /^[\x00-\x7f]*$/;

export function lowerCase(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return Array.from(text, lowerOne).join('');
}

export function upperCase(text: string): string {
  if (ASCII.test(text)) return text.toUpperCase();
  return Array.from(text, upperOne).join('');
}

function isOne(text: string): boolean {
  return text.length === String.fromCodePoint(text.codePointAt(0)!).length;
}

function lowerOne(character: string): string {
  if (character === '\u0130') return 'i';
  const lower = character.toLowerCase();
  return isOne(lower) ? lower : character;
}

function upperOne(character: string): string {
  const upper = character.toUpperCase();
  if (isOne(upper)) return upper;
  return String.fromCodePoint(character.codePointAt(0)! + iotaSubscriptDistance(character));
}

/** Greek letters with iota subscript: the capital form lies 8 or 9 code points on. */
function iotaSubscriptDistance(character: string): number {
  if (/[\u1f80-\u1f87\u1f90-\u1f97\u1fa0-\u1fa7]/.test(character)) return 8;
  return /[\u1fb3\u1fc3\u1ff3]/.test(character) ? 9 : 0;
}
