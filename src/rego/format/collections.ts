/*
 * Arrays, objects, sets and arguments. What stood on one row stays on one; when there is more than
 * one row, or the first element was on a row of its own, the brackets have rows of their own too.
 */
import type { Span } from '../../base/source.ts';
import type { ArrayTerm, Call, Head, ObjectTerm, SetTerm, Term } from '../ast.ts';
import { shapeOf } from '../parser-collection.ts';
import { PRIMARY } from '../print-term.ts';
import { insertComments, UnexpectedComment } from './comments.ts';
import { operatorOf } from './operators.ts';
import { endLine, indentLine, type Page, startLine, write } from './page.ts';
import { closingRow, endRow, inParentheses, NO_ROW, rowOf, termRow } from './rows.ts';

/** Something in a list: where it begins, and how it is written. */
interface Element {
  readonly first: Term;
  readonly write: () => void;
  /** Its text. */
  readonly span: Span;
}

interface Extent {
  /** The row where the list begins. */
  readonly row: number;
  /** The row where it ends; comments above it are inside. */
  readonly close: number;
  /** The text in which the list is looked for. */
  readonly text: string;
}

/** `[…]` */
export function writeArray(page: Page, term: ArrayTerm): void {
  write(page, '[');
  writeElements(page, term.items.map(itemOf(page)), extentOf(page, term, '[]'));
  write(page, ']');
}

/** `{…}`, `set()` */
export function writeSet(page: Page, term: SetTerm): void {
  if (term.items.length === 0) {
    write(page, 'set()');
    insertComments(page, closingRow(page, term.span, '()'));
    return;
  }
  write(page, '{');
  writeElements(page, distinct(term.items).map(itemOf(page)), extentOf(page, term, '{}'));
  write(page, '}');
}

/** A set's items once each. */
function distinct(items: readonly Term[]): Term[] {
  const seen = new Set<string>();
  return items.filter(item => seen.size < seen.add(shapeOf(item)).size);
}

/** `{key: value}` */
export function writeObject(page: Page, term: ObjectTerm): void {
  write(page, '{');
  const entries = term.entries.map(([key, value]): Element => {
    const span = { ...key.span, end: value.span.end };
    return { first: key, span, write: () => writeEntry(page, key, value) };
  });
  writeElements(page, entries, extentOf(page, term, '{}'));
  write(page, '}');
}

/** `(…)` of a call: comments before the closing sign are not looked for. */
export function writeArgs(page: Page, { operator, args }: Call): void {
  write(page, '(');
  const row = termRow(page, operator);
  writeElements(page, args.map(itemOf(page)), { row, close: NO_ROW, text: '' });
  write(page, ')');
}

/** `(…)` of a function's head, which is at a place. */
export function writeParameters(page: Page, args: Head['args'] & {}, place: Span): void {
  write(page, '(');
  const text = page.row === undefined ? place.source.text.slice(place.start, place.end) : '';
  const close = closingRow(page, place, '()');
  writeElements(page, args.map(itemOf(page)), { row: rowOf(page, place), close, text });
  write(page, ')');
}

function extentOf(page: Page, term: Term, brackets: '[]' | '{}'): Extent {
  const { span } = term;
  const close = page.row === undefined ? closingRow(page, span, brackets) : endRow(span);
  const text = page.row === undefined ? span.source.text.slice(span.start, span.end) : '';
  return { row: termRow(page, term), close, text };
}

function itemOf(page: Page): (term: Term) => Element {
  return term => ({ first: term, span: term.span, write: () => writeItem(page, term) });
}

function writeEntry(page: Page, key: Term, value: Term): void {
  writeItem(page, key);
  write(page, ': ');
  writeItem(page, value);
}

/** A term in a list. Parentheses around its `|` are kept: without them it may begin a comprehension. */
export function writeItem(page: Page, term: Term): void {
  page.productions.term(page, term, beginsInParentheses(page, term) ? PRIMARY : 0);
}

/** Whether a union was written in parentheses, or its first operand will be: both look alike later. */
function beginsInParentheses(page: Page, term: Term): boolean {
  if (term.kind !== 'call' || operatorOf(page, term)?.sign !== '|') return false;
  return inParentheses(term) || operatorOf(page, term.args[0]!) !== undefined;
}

/** The elements by rows; a variable made by a compiler says nothing of its place. */
export function byRows<T extends { readonly span: Span }>(
  elements: readonly T[],
  rowOfElement: (element: T) => number,
): T[][] {
  if (elements.some(({ span }) => isGenerated(span))) return [[...elements]];
  const rows: T[][] = [];
  let last = Number.POSITIVE_INFINITY;
  for (const element of elements) {
    const row = rowOfElement(element);
    if (rows.length === 0 || row > last) rows.push([]);
    rows.at(-1)!.push(element);
    last = row;
  }
  return rows.length === 0 ? [[]] : rows;
}

function isGenerated({ source, start, end }: Span): boolean {
  return /\b__local/.test(source.text.slice(start, end));
}

function writeElements(page: Page, elements: readonly Element[], extent: Extent): void {
  const rows = byRows(elements, ({ first }) => termRow(page, first));
  const isSingle = rows.length === 1;
  if (isSingle) refuseInnerComments(page, extent);
  const isMultiline = !isSingle || beginsOnNextRow(elements[0], extent);
  if (!isMultiline) return writeRow(page, rows[0]!);
  page.delayed = true;
  indentLine(page);
  rows.forEach((row, index) => {
    if (index > 0) startLine(page);
    writeRow(page, row);
    write(page, ',');
    endLine(page);
  });
  insertComments(page, extent.close);
  page.level -= 1;
  startLine(page);
}

function writeRow(page: Page, row: readonly Element[]): void {
  row.forEach((element, index) => {
    if (index > 0) write(page, ', ');
    element.write();
  });
}

/** One row can't hold a comment. */
function refuseInnerComments(page: Page, { row, close }: Extent): void {
  const isInner = page.comments.some(({ span }) => endRow(span) > row && endRow(span) < close);
  if (isInner) throw new UnexpectedComment();
}

function beginsOnNextRow(first: Element | undefined, { text }: Extent): boolean {
  if (first === undefined) return false;
  const { span } = first.first;
  const at = text.indexOf(span.source.text.slice(span.start, span.end));
  return text.slice(0, Math.max(at, 0)).indexOf('\n') > 0;
}
