/** A text with a name: a policy file, a configuration file, a query typed on the command line. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** A stretch of a source, as UTF-16 offsets; `end` is exclusive. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** A place a person can find: both numbers start at 1; columns count code points. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStartsOf = new WeakMap<Source, readonly number[]>();

/** Offsets at which each line begins; computed once per source. */
function lineStarts(source: Source): readonly number[] {
  const known = lineStartsOf.get(source);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = source.text.indexOf('\n'); at >= 0; at = source.text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  lineStartsOf.set(source, starts);
  return starts;
}

/** The last index whose line starts at or before `offset`. */
function lineIndex(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A place that was asked for, and how many code points of its line stand before it. */
interface Asked {
  readonly offset: number;
  readonly points: number;
}

/** Places are asked for in about the order of the text, and lines can be megabytes long. */
const lastAsked = new WeakMap<Source, Asked>();

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** How many code points of its line stand before an offset. */
function pointsBefore(source: Source, lineStart: number, offset: number): number {
  const last = lastAsked.get(source);
  const isAfter = last !== undefined && last.offset >= lineStart && last.offset <= offset;
  const from = isAfter ? last : { offset: lineStart, points: 0 };
  const points = from.points + codePoints(source.text.slice(from.offset, offset));
  lastAsked.set(source, { offset, points });
  return points;
}

/** The line that an offset of a source is on, from 1. */
export function lineAt(source: Source, offset: number): number {
  return lineIndex(lineStarts(source), offset) + 1;
}

/** Where an offset of a source is, for people. */
export function positionAt(source: Source, offset: number): Position {
  const starts = lineStarts(source);
  const index = lineIndex(starts, offset);
  return { line: index + 1, column: pointsBefore(source, starts[index]!, offset) + 1 };
}

/** Where a span begins. */
export function positionOf(span: Span): Position {
  return positionAt(span.source, span.start);
}

/** The smallest span that covers both; they must be of one source. */
export function joinSpans(first: Span, last: Span): Span {
  return { source: first.source, start: first.start, end: last.end };
}

/** The widest excerpt line we print; longer lines are cut around the caret. */
const EXCERPT_COLUMNS = 120;

/**
 * The line a span begins on, with carets under the part that is meant:
 * ```
 *   3 | allow if inptu.tool == "read"
 *     |          ^^^^^
 * ```
 */
export function excerpt(span: Span): string {
  const starts = lineStarts(span.source);
  const index = lineIndex(starts, span.start);
  const lineStart = starts[index]!;
  const newline = span.source.text.indexOf('\n', lineStart);
  const lineEnd = newline < 0 ? span.source.text.length : newline;
  const from = Math.max(lineStart, span.start - EXCERPT_COLUMNS / 2);
  const to = Math.min(lineEnd, from + EXCERPT_COLUMNS);
  const clean = (text: string) => text.replace(/[\t\r\0]/g, ' ');
  const shown = clean(span.source.text.slice(from, to));
  const pad = [...span.source.text.slice(from, span.start)].length;
  const marked = [...span.source.text.slice(span.start, Math.min(span.end, to))].length;
  const number = String(index + 1).padStart(3);
  const gutter = ' '.repeat(number.length);
  return `${number} | ${shown}\n${gutter} | ${' '.repeat(pad)}${'^'.repeat(Math.max(1, marked))}`;
}
