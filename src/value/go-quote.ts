/*
 * Go's quoted strings (strconv.Quote), which Rego values are printed with: what is not printable is
 * escaped, letters of every script are kept.
 */
const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

/** Letters, marks, numbers, punctuation, symbols, and the ASCII space. */
const PRINTABLE = /^[ \p{L}\p{M}\p{N}\p{P}\p{S}]$/u;

function escaped(character: string, quote: string, asciiOnly: boolean): string {
  if (character === quote) return `\\${quote}`;
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0)!;
  if (PRINTABLE.test(character) && !(asciiOnly && code > 0x7e)) return character;
  const hex = code.toString(16);
  if (code < 0x80) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** A text between double quotes, or others. */
export function goQuote(text: string, quote = '"', asciiOnly = false): string {
  const body = Array.from(text, character => escaped(character, quote, asciiOnly)).join('');
  return quote + body + quote;
}
