/*
 * Comments find their place by rows: those on rows above a node are lines before it, the one on its
 * row ends the line the node is written on.
 */
import type { Span } from '../../base/source.ts';
import { isMetadata } from '../annotations.ts';
import type { Comment } from '../ast.ts';
import { blankLine, commentText, endLine, ensureLine, type Page, write } from './page.ts';
import { endRow } from './rows.ts';

/**
 * A comment has no place in the layout: a second one for a line. What is around it stays as it was
 * written. `writtenTo` is the offset up to which the source is on the page by then.
 */
export class UnexpectedComment extends Error {
  readonly writtenTo: number;

  constructor(writtenTo = -1) {
    super('a comment has no place in the layout');
    this.writtenTo = writtenTo;
  }
}

function rowOfComment({ span }: Comment): number {
  return endRow(span);
}

/** Writes the comments above a row and takes the one on it for the end of the line. */
export function insertComments(page: Page, row: number): void {
  const [first] = page.comments;
  if (first === undefined || rowOfComment(first) > row) return;
  const isAfter = (comment: Comment) => rowOfComment(comment) > row;
  const taken = page.comments.filter(comment => !isAfter(comment));
  page.comments = page.comments.filter(isAfter);
  const before = taken.filter(comment => rowOfComment(comment) < row);
  writeLines(page, before);
  const last = before.at(-1);
  if (last !== undefined && row - rowOfComment(last) > 1) blankLine(page);
  if (before.length < taken.length) setBeside(page, taken.at(-1)!);
}

function setBeside(page: Page, comment: Comment): void {
  if (page.beside !== undefined) throw new UnexpectedComment();
  page.beside = comment;
}

/** A line each; empty lines between them are kept, and stand before each block of metadata. */
function writeLines(page: Page, comments: readonly Comment[]): void {
  let inMetadata = false;
  comments.forEach((comment, index) => {
    const previous = comments[index - 1];
    const gap = previous === undefined ? 1 : rowOfComment(comment) - rowOfComment(previous);
    const beginsMetadata = isMetadata(comment);
    if (gap > 1 || (inMetadata && beginsMetadata)) blankLine(page);
    inMetadata = beginsMetadata || (inMetadata && gap <= 1);
    writeCommentLine(page, comment);
  });
}

/** A comment that waits for the end of the line would make one of two: it has a line of its own. */
function writeCommentLine(page: Page, comment: Comment): void {
  const waiting = page.beside;
  page.beside = undefined;
  if (waiting !== undefined) writeCommentLine(page, waiting);
  ensureLine(page);
  write(page, commentText(comment));
  endLine(page);
}

/** The comments after the last statement. */
export function writeRest(page: Page): void {
  if (page.beside !== undefined) endLine(page);
  for (const comment of page.comments) writeCommentLine(page, comment);
  page.comments = [];
}

/** Writes the comments that end before an offset, the first one on the current line. */
export function insertUpTo(page: Page, offset: number): void {
  const isBefore = ({ span }: Comment) => span.end <= offset;
  writeLines(page, page.comments.filter(isBefore));
  page.comments = page.comments.filter(comment => !isBefore(comment));
}

/** Whether a comment that ends before an offset is not written yet. */
export function hasUpTo(page: Page, offset: number): boolean {
  return page.comments.some(({ span }) => span.end <= offset);
}

/** Writes what a span has as it stands there, comments inside included. */
export function writeRaw(page: Page, span: Span): void {
  ensureLine(page);
  write(page, span.source.text.slice(span.start, span.end));
  const isInside = (comment: Comment) =>
    comment.span.start >= span.start && comment.span.end <= span.end;
  if (page.beside !== undefined && isInside(page.beside)) page.beside = undefined;
  page.comments = page.comments.filter(comment => !isInside(comment));
  if (page.takesLast) takeLast(page, endRow(span));
}

/** The comment behind raw text, if the line has none yet. */
function takeLast(page: Page, row: number): void {
  const last = page.comments.find(comment => rowOfComment(comment) === row);
  if (last === undefined || page.beside !== undefined) return;
  page.beside = last;
  page.comments = page.comments.filter(comment => comment !== last);
}

/** Runs a production that has written everything when it throws; whether it threw. */
export function isKeptRaw(production: () => void): boolean {
  try {
    production();
    return false;
  } catch (thrown) {
    if (!(thrown instanceof UnexpectedComment)) throw thrown;
    return true;
  }
}

/** Tries to lay something out; where a comment has no place, it stays as written. */
export function orRaw(
  page: Page,
  span: Span,
  production: () => void,
): UnexpectedComment | undefined {
  if (page.comments.length === 0 && page.beside === undefined) {
    production();
    return undefined;
  }
  const before = { ...page };
  try {
    production();
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof UnexpectedComment)) throw thrown;
    if (thrown.writtenTo >= span.end) return thrown;
    Object.assign(page, before);
    writeRaw(page, span);
    return new UnexpectedComment(span.end);
  }
}
