import { SIMPLE_ESCAPES } from '../base/json.ts';

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(.))/gsu;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * The string between the quotes of a literal, escapes resolved as in JSON. Half a surrogate pair
 * is no character: it becomes U+FFFD. The lexer has checked that every escape is known.
 * `\{` is known in template strings alone.
 */
export function unescaped(inner: string): string {
  if (!inner.includes('\\')) return inner;
  return inner
    .replace(ESCAPE, (_, hex: string | undefined, letter: string) =>
      hex === undefined
        ? (SIMPLE_ESCAPES[letter] ?? letter)
        : String.fromCharCode(parseInt(hex, 16)),
    )
    .replace(LONE_SURROGATE, '\ufffd');
}

/** Where the first escape is that JSON does not know, or -1; `extra` is allowed after `\` too. */
export function badEscape(inner: string, extra = ''): number {
  for (let at = inner.indexOf('\\'); at >= 0; at = inner.indexOf('\\', at + 2)) {
    const letter = inner[at + 1] ?? '';
    if (letter === 'u') {
      if (!/^[0-9a-fA-F]{4}$/.test(inner.slice(at + 2, at + 6))) return at;
    } else if (!(letter in SIMPLE_ESCAPES) && (letter === '' || !extra.includes(letter))) {
      return at;
    }
  }
  return -1;
}
