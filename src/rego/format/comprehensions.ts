/*
 * Comprehensions, and the bodies in brackets that they share with `every` and `not`.
 */
import type { Span } from '../../base/source.ts';
import type { ArrayComprehension, Body, ObjectComprehension, SetComprehension } from '../ast.ts';
import { PRIMARY } from '../print-term.ts';
import { byRows, writeItem } from './collections.ts';
import { insertComments } from './comments.ts';
import { breakLine, endLine, type Page, startLine, write } from './page.ts';
import { type Brackets, closingRow, rowOf, termRow } from './rows.ts';

/** `[x | …]` */
export function writeArrayComprehension(page: Page, term: ArrayComprehension): void {
  write(page, '[');
  writeComprehension(page, term, '[]');
  write(page, ']');
}

/** `{x | …}` */
export function writeSetComprehension(page: Page, term: SetComprehension): void {
  write(page, '{');
  writeComprehension(page, term, '{}');
  write(page, '}');
}

function writeComprehension(
  page: Page,
  whole: ArrayComprehension | SetComprehension,
  brackets: Brackets,
): void {
  const row = termRow(page, whole.term);
  if (row > termRow(page, whole)) breakLine(page);
  page.productions.term(page, whole.term, PRIMARY);
  write(page, ' |');
  writeBracketedBody(page, whole.body, row, { span: whole.span, brackets });
}

/** `{key: value | …}`; the value is on the key's row. */
export function writeObjectComprehension(page: Page, whole: ObjectComprehension): void {
  const { key, value, body, span } = whole;
  write(page, '{');
  const row = termRow(page, key);
  writeItem(page, key);
  write(page, ': ');
  page.productions.term(page, value, PRIMARY);
  write(page, ' |');
  writeBracketedBody(page, body, row, { span, brackets: '{}' });
  write(page, '}');
}

interface Place {
  readonly span: Span;
  readonly brackets: Brackets;
}

/** A body up to its closing bracket: on one row if it was on the row of what is before it. */
export function writeBracketedBody(page: Page, body: Body, row: number, place: Place): void {
  const rows = byRows(body, expr => rowOf(page, expr.span));
  const close = closingRow(page, place.span, place.brackets);
  if (rowOf(page, body[0]!.span) <= row && rows.length === 1) {
    writeInline(page, body);
    insertComments(page, close);
    return;
  }
  endLine(page);
  page.level += 1;
  page.productions.body(page, body);
  insertComments(page, close);
  page.level -= 1;
  startLine(page);
}

function writeInline(page: Page, body: Body): void {
  body.forEach((expr, index) => {
    write(page, index === 0 ? ' ' : '; ');
    page.productions.expression(page, expr);
  });
}
