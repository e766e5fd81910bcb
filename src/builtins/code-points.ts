/*
 * Rego counts characters as code points; JavaScript strings count UTF-16 units. Both agree while a
 * string has no surrogates, which is the quick way out.
 */
const SURROGATE = /[\ud800-\udfff]/;

export function codePoints(text: string): string[] {
  return Array.from(text);
}

export function codePointCount(text: string): number {
  return SURROGATE.test(text) ? codePoints(text).length : text.length;
}

/** From `start` up to, not including, `end`. */
export function codePointSlice(text: string, start: number, end?: number): string {
  if (!SURROGATE.test(text)) return text.slice(start, end);
  return codePoints(text).slice(start, end).join('');
}

/** How many code points lie before a UTF-16 offset. */
export function codePointOffset(text: string, offset: number): number {
  return offset < 0 ? offset : codePointCount(text.slice(0, offset));
}
