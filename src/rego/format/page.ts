/*
 * The page a module is written on, line by line, and the comments that wait for their place.
 *
 * A comment beside code waits (`beside`) until the line it stands on ends. The layout follows the
 * rows of the source: what was on one row stays on one.
 */
import type { Source } from '../../base/source.ts';
import type { Body, Comment, Expr, Term } from '../ast.ts';

/** What the module's version and imports allow. */
export interface Style {
  /** Version 1: values stand after `:=`. */
  readonly v1: boolean;
  /** Rules are written with `if`. */
  readonly ifs: boolean;
  /** Rules of sets are written with `contains`. */
  readonly contains: boolean;
  /** Some head has a reference of more than two parts, so that all are written with dots. */
  readonly refHeads: boolean;
  /** Braces right after `not` are a body. */
  readonly notBodies: boolean;
  /** Words that keep their brackets in a reference if they were written so. */
  readonly keywords: ReadonlySet<string>;
}

/** Productions that refer to each other across files. */
export interface Productions {
  readonly term: (page: Page, term: Term, level?: number) => void;
  readonly expression: (page: Page, expr: Expr) => void;
  readonly body: (page: Page, body: Body) => void;
}

export interface Page {
  readonly source: Source;
  readonly style: Style;
  readonly productions: Productions;
  text: string;
  level: number;
  /** The current line is begun. */
  begun: boolean;
  /** The comment that the current line ends with. */
  beside: Comment | undefined;
  /** The next line break goes without that comment. */
  delayed: boolean;
  /** Comments that are not written yet, in order. */
  comments: readonly Comment[];
  /** Everything counts as written on this row. */
  row: number | undefined;
  /** A comment behind text that is kept as written goes with it. */
  takesLast: boolean;
}

/** An empty page for a source. */
export function newPage(
  source: Source,
  style: Style,
  productions: Productions,
  comments: readonly Comment[],
): Page {
  return {
    source,
    style,
    productions,
    comments,
    text: '',
    level: 0,
    begun: false,
    beside: undefined,
    delayed: false,
    row: undefined,
    takesLast: false,
  };
}

/** Adds to the current line. */
export function write(page: Page, text: string): void {
  page.text += text;
}

/** Begins a line with its indentation. */
export function startLine(page: Page): void {
  page.begun = true;
  write(page, '\t'.repeat(page.level));
}

/** Begins a line unless the current one is begun. */
export function ensureLine(page: Page): void {
  if (!page.begun) startLine(page);
}

export function endLine(page: Page): void {
  page.begun = false;
  if (page.beside !== undefined && !page.delayed) {
    write(page, ` ${commentText(page.beside)}`);
    page.beside = undefined;
  }
  page.delayed = false;
  write(page, '\n');
}

/** Ends the current line and the one after it. */
export function blankLine(page: Page): void {
  if (page.begun) endLine(page);
  write(page, '\n');
}

/** Ends the line and begins the next. */
export function breakLine(page: Page): void {
  endLine(page);
  startLine(page);
}

/** Ends the line and begins one that is a level deeper. */
export function indentLine(page: Page): void {
  endLine(page);
  page.level += 1;
  startLine(page);
}

/** A comment as it is written. */
export function commentText({ text }: Comment): string {
  return `#${text.trimEnd()}`;
}
