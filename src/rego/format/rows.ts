/*
 * Rows of the source that nodes stand on.
 */
import { lineAt, type Span } from '../../base/source.ts';
import type { Term } from '../ast.ts';
import type { Page } from './page.ts';

/** The row a span begins on. */
export function rowOf(page: Page, span: Span): number {
  return page.row ?? lineAt(span.source, span.start);
}

const PARENTHESES = /[(\s]*/y;

/** The row a term begins on, after parentheses. */
export function termRow(page: Page, { span }: Term): number {
  const { text } = span.source;
  if (page.row !== undefined || text[span.start] !== '(') return rowOf(page, span);
  PARENTHESES.lastIndex = span.start;
  PARENTHESES.test(text);
  return lineAt(span.source, PARENTHESES.lastIndex);
}

/** The row a span ends on. */
export function endRow({ source, end }: Span): number {
  return lineAt(source, end);
}

/** Whether a term was written in parentheses. */
export function inParentheses({ span }: Term): boolean {
  return span.source.text[span.start] === '(';
}

/** No row: what is looked for is not there. */
export const NO_ROW = -1;

/** Where the bracket that opens first in a text closes, and how many line breaks are inside. */
interface Closing {
  readonly at: number;
  readonly breaks: number;
}

/** Brackets in strings and comments count: the row only says which comments are inside. */
function closingIn(text: string, open: string, close: string, from: number): Closing {
  let at = text.indexOf(open, from);
  let breaks = 0;
  if (at < 0) return { at: text.length, breaks };
  for (let depth = 1; depth > 0; ) {
    at += 1;
    const sign = text[at];
    if (sign === undefined) return { at, breaks };
    if (sign === open) depth += 1;
    else if (sign === close) depth -= 1;
    else if (sign === '\n') breaks += 1;
  }
  return { at, breaks };
}

/** A pair of brackets. */
export type Brackets = '()' | '[]' | '{}';

/** The row on which the first bracket of a span closes, perhaps the first after others. */
export function closingRow(page: Page, span: Span, brackets: Brackets, after?: Brackets): number {
  const text = span.source.text.slice(span.start, span.end);
  const before =
    after === undefined ? { at: 0, breaks: 0 } : closingIn(text, after[0]!, after[1]!, 0);
  const inside = closingIn(text, brackets[0]!, brackets[1]!, before.at);
  if (inside.at >= text.length) return NO_ROW;
  return rowOf(page, span) + before.breaks + inside.breaks;
}
