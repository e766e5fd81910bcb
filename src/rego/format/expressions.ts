/*
 * Expressions and the bodies that they make, a line each.
 */
import { lineAt } from '../../base/source.ts';
import type { Body, Expr, Term, Var, With } from '../ast.ts';
import { hasUpTo, insertComments, isKeptRaw, orRaw, writeRaw } from './comments.ts';
import { writeBracketedBody } from './comprehensions.ts';
import { type OperandWriter, operatorOf, writeOperator } from './operators.ts';
import { blankLine, breakLine, endLine, ensureLine, type Page, startLine, write } from './page.ts';
import { endRow, rowOf, termRow } from './rows.ts';
import { writeNested, writeTerm } from './terms.ts';

/** The body of a rule, which begins right after a brace: a union there would begin a comprehension. */
export function writeRuleBody(page: Page, body: Body): void {
  const [first, ...rest] = body;
  if (!beginsWithUnion(page, first!)) return writeBody(page, body);
  insertComments(page, rowOf(page, first!.span));
  startLine(page);
  writeRaw(page, first!.span);
  endLine(page);
  if (rest.length > 0) writeBody(page, rest);
}

function beginsWithUnion(page: Page, { body }: Expr): boolean {
  let term = body.kind === 'term' ? body.term : undefined;
  while (term?.kind === 'call') {
    const operator = operatorOf(page, term);
    if (operator === undefined || operator.sign === '|') return operator !== undefined;
    term = term.args[0];
  }
  return false;
}

/** The expressions of a body on lines of their own; empty lines between them are kept. */
export function writeBody(page: Page, body: Body): void {
  insertComments(page, rowOf(page, body[0]!.span));
  body.forEach((expr, index) => {
    const previous = body[index - 1];
    const isBelow = previous !== undefined && isApart(page, previous, expr);
    if (isBelow || (index > 0 && hasUpTo(page, expr.span.start))) blankLine(page);
    startLine(page);
    writeStatement(page, expr);
    if (beginsWithMinus(body[index + 1])) write(page, ';');
    endLine(page);
  });
}

function isApart(page: Page, { span: before }: Expr, { span: after }: Expr): boolean {
  const breaks = endRow(before) - lineAt(before.source, before.start);
  return rowOf(page, after) > rowOf(page, before) + breaks + 1;
}

/** Perhaps in parentheses, which may go. */
const MINUS = /[(\s]*-/y;

/** At the beginning of a line a minus would go on the line before. */
function beginsWithMinus(next: Expr | undefined): boolean {
  if (next === undefined) return false;
  MINUS.lastIndex = next.span.start;
  return MINUS.test(next.span.source.text);
}

/** An expression, as it was written where a comment has no place in it. */
export function writeStatement(page: Page, expr: Expr): void {
  orRaw(page, expr.span, () => writeExpression(page, expr));
}

/** An expression with its modifiers. @throws UnexpectedComment */
export function writeExpression(page: Page, expr: Expr): void {
  insertComments(page, rowOf(page, expr.span));
  ensureLine(page);
  if (expr.negated) writeNegated(page, expr);
  else writePlain(page, expr);
  if (expr.with.length > 0) writeModifiers(page, expr);
}

function isAssignment(page: Page, { body }: Expr): boolean {
  const operator = body.kind === 'term' ? operatorOf(page, body.term) : undefined;
  return operator !== undefined && operator.level < 0;
}

/** Parentheses keep a term in braces from being a body. */
function writeNegated(page: Page, expr: Expr): void {
  write(page, 'not ');
  const start = page.text.length;
  writePlain(page, expr);
  const isBody = page.style.notBodies && page.text[start] === '{';
  if (!isBody || isAssignment(page, expr)) return;
  page.text = `${page.text.slice(0, start)}(${page.text.slice(start)})`;
}

function writePlain(page: Page, expr: Expr): void {
  const { body } = expr;
  switch (body.kind) {
    case 'term':
      return writeExpressionTerm(page, body.term);
    case 'some':
      return writeSome(page, expr, body.vars);
    case 'someIn':
      write(page, 'some ');
      return writeMembership(page, body, writeNested);
    case 'every':
      write(page, 'every ');
      writeMembership(page, body, writeTerm);
      return writeBlock(page, expr, body.body);
    case 'notBody':
      write(page, 'not');
      return writeBlock(page, expr, body.body);
    case 'logic':
      return writeRaw(page, { ...expr.span, end: plainEnd(expr) });
  }
}

function writeExpressionTerm(page: Page, term: Term): void {
  const operator = operatorOf(page, term);
  if (operator === undefined || term.kind !== 'call') return writeTerm(page, term);
  writeOperator(page, term, operator, operator.sign === 'in' ? writeNested : writeTerm);
}

/** `some x, y`: a variable that stood on a later row has a line of its own. */
function writeSome(page: Page, { span }: Expr, vars: readonly Var[]): void {
  write(page, 'some ');
  let row = rowOf(page, span);
  vars.forEach((declared, index) => {
    const own = termRow(page, declared);
    if (own > row) {
      breakLine(page);
      write(page, '\t');
      row = own;
    } else if (index > 0) write(page, ' ');
    writeTerm(page, declared);
    if (index < vars.length - 1) write(page, ',');
  });
}

interface Membership {
  readonly key?: Term;
  readonly value: Term;
  readonly domain: Term;
}

function writeMembership(
  page: Page,
  { key, value, domain }: Membership,
  operand: OperandWriter,
): void {
  if (key !== undefined) {
    operand(page, key, 1);
    write(page, ', ');
  }
  operand(page, value, 1);
  write(page, ' in ');
  operand(page, domain, 1);
}

/** ` { … }` after `every` and `not`. */
function writeBlock(page: Page, { span }: Expr, body: Body): void {
  const row = rowOf(page, span);
  write(page, ' {');
  writeBracketedBody(page, body, row, { span, brackets: '{}' });
  if (body.length === 1 && rowOf(page, body[0]!.span) === row) write(page, ' ');
  write(page, '}');
}

/** Where an expression ends without its modifiers. */
function plainEnd({ span, with: modifiers }: Expr): number {
  const [first] = modifiers;
  if (first === undefined) return span.end;
  return span.start + span.source.text.slice(span.start, first.span.start).trimEnd().length;
}

/** Modifiers go on the line where the one before them ends, or a level deeper on lines of their own. */
function writeModifiers(page: Page, expr: Expr): void {
  const { level } = page;
  const rows = lineAt(expr.span.source, plainEnd(expr)) - lineAt(expr.span.source, expr.span.start);
  let last = rowOf(page, expr.span) + rows;
  expr.with.forEach((modifier, index) => {
    const row = rowOf(page, modifier.span);
    const ownLine = index === 0 ? row !== last : row > last;
    if (ownLine) {
      page.level = level + 1;
      breakLine(page);
    }
    last = row;
    writeModifier(page, modifier, ownLine);
  });
  page.level = level;
}

function writeModifier(page: Page, { span, target, value }: With, ownLine: boolean): void {
  insertComments(page, rowOf(page, span));
  write(page, ownLine ? 'with ' : ' with ');
  writeTerm(page, target);
  write(page, ' as ');
  isKeptRaw(() => writeTerm(page, value));
}
