/*
 * Rules with their bodies and `else`. Rules of one line that stood under each other stay together.
 */
import { lineAt } from '../../base/source.ts';
import type { Expr, Rule } from '../ast.ts';
import { hasUpTo, insertComments, orRaw } from './comments.ts';
import { writeRuleBody, writeStatement } from './expressions.ts';
import { headPlace, isChained, isConstant, writeElseHead, writeHead } from './heads.ts';
import { blankLine, endLine, type Page, startLine, write } from './page.ts';
import { closingRow, endRow, rowOf } from './rows.ts';

/** Rules that nothing else is between. */
export function writeRules(page: Page, rules: readonly Rule[]): void {
  rules.forEach((rule, index) => {
    insertComments(page, rowOf(page, rule.span));
    startLine(page);
    if (rule.default) write(page, 'default ');
    writeRule(page, rule, false);
    const next = rules[index + 1];
    if (next === undefined || !isGrouped(page, rule, next)) blankLine(page);
  });
}

function isGrouped(page: Page, rule: Rule, next: Rule): boolean {
  const isShort = (one: Rule) => one.body.length <= 1 && !one.default && usesIf(page, one);
  return isShort(rule) && isShort(next) && rowOf(page, next.span) === rowOf(page, rule.span) + 1;
}

/** Before v1, a rule of a set with its key in brackets has no `if`. */
function usesIf({ style }: Page, { head }: Rule): boolean {
  return style.ifs && (style.contains || head.key === undefined);
}

/** Everything of a production counts as on one row. */
function onRow(page: Page, row: number | undefined, production: () => void): void {
  const outer = page.row;
  page.row = row;
  production();
  page.row = outer;
}

function writeRule(page: Page, rule: Rule, isElse: boolean): void {
  const isWhole = isConstant(page, rule, isElse);
  page.takesLast = isWhole;
  const place = headPlace(rule);
  const ownRow = isChained(rule) ? rowOf(page, rule.span) : page.row;
  const unexpected = orRaw(page, rule.head.span, () =>
    onRow(page, ownRow, () => (isElse ? writeElseHead(page, rule) : writeHead(page, rule))),
  );
  page.row = undefined;
  if (isWhole) return endLine(page);
  page.takesLast = true;
  if (usesIf(page, rule)) write(page, ' if');
  const [only, second] = rule.body;
  const flat = isElse && !isInBraces(rule, only!);
  const isInline = flat || rowOf(page, only!.span) === endRow(place);
  if (usesIf(page, rule) && second === undefined && isInline && !isSet(only!)) {
    writeInlineBody(page, rule, only!, flat);
  } else {
    writeBlockBody(page, rule, unexpected !== undefined);
  }
  if (rule.else !== undefined) writeElse(page, rule, rule.else);
}

/** Braces around a set would be taken for it. */
function isSet({ body }: Expr): boolean {
  return body.kind === 'term' && body.term.kind === 'set';
}

/** Whether braces stand between a head and its first expression. */
function isInBraces({ head, span }: Rule, first: Expr): boolean {
  const start = Math.max(head.span.end, span.start);
  return /^(?:\s|#.*\n|if\b)*\{/.test(span.source.text.slice(start, first.span.start));
}

/** ` if x` */
function writeInlineBody(page: Page, rule: Rule, only: Expr, flat: boolean): void {
  write(page, ' ');
  onRow(page, flat ? rowOf(page, rule.span) : page.row, () => writeStatement(page, only));
  page.row = undefined;
  endLine(page);
}

/** ` { … }` */
function writeBlockBody(page: Page, rule: Rule, hasRawHead: boolean): void {
  write(page, ' {');
  const hasCommentLine = hasUpTo(page, rule.body[0]!.span.start);
  if (hasRawHead && hasCommentLine) write(page, ' ');
  else endLine(page);
  page.level += 1;
  writeRuleBody(page, rule.body);
  insertComments(page, closingBrace(page, rule));
  page.level -= 1;
  startLine(page);
  write(page, '}');
}

function closingBrace(page: Page, rule: Rule): number {
  const { args, key } = rule.head;
  const after = args !== undefined && args.length > 0 ? '()' : key === undefined ? undefined : '[]';
  return closingRow(page, rule.span, '{}', after);
}

/** `else` goes on the line of the brace before it unless it began a line. */
function writeElse(page: Page, before: Rule, rule: Rule): void {
  const row = rowOf(page, rule.span);
  const hasComment =
    page.beside !== undefined ||
    page.comments.some(({ span }) => lineAt(span.source, span.start) < row);
  const wasInline = page.begun && !beginsLine(rule) && row > rowOf(page, before.span);
  if (!hasComment && wasInline) write(page, ' ');
  else {
    blankLine(page);
    startLine(page);
  }
  insertComments(page, row);
  if (hasComment && !wasInline) startLine(page);
  writeRule(page, rule, true);
}

function beginsLine({ span: { source, start } }: Rule): boolean {
  return source.text.slice(source.text.lastIndexOf('\n', start) + 1, start).trim() === '';
}
