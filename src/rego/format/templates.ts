/*
 * Template strings. Text is kept with its escapes; a constant in braces becomes text.
 */
import type { Expr, Str, TemplateString, Term } from '../ast.ts';
import { hasUpTo, insertUpTo } from './comments.ts';
import { breakLine, endLine, type Page, startLine, write } from './page.ts';

/** `$"text {expression}"` */
export function writeTemplate(page: Page, { parts, raw }: TemplateString): void {
  const quote = raw === true ? '`' : '"';
  write(page, `$${quote}`);
  for (const part of parts) {
    if (part.kind === 'string') write(page, sliceOf(part));
    else writeEmbedded(page, part, raw === true);
  }
  write(page, quote);
}

function sliceOf({ span }: Str): string {
  return span.source.text.slice(span.start, span.end);
}

function writeEmbedded(page: Page, expr: Expr, raw: boolean): void {
  const constant = constantOf(expr);
  const text = constant === undefined ? undefined : textOf(constant, raw);
  if (text === undefined) writeExpression(page, expr);
  else write(page, text);
}

/** The constant that an expression without modifiers is, if no comment is before it. */
export function constantOf({ body, span, with: modifiers }: Expr): Term | undefined {
  if (body.kind !== 'term' || modifiers.length > 0) return undefined;
  const isAtBrace = span.source.text.slice(0, span.start).trimEnd().endsWith('{');
  return isAtBrace && CONSTANTS.includes(body.term.kind) ? body.term : undefined;
}

const CONSTANTS: readonly Term['kind'][] = ['string', 'number', 'boolean', 'null'];

/** A constant as text between the quotes; undefined if it can't stand there. */
function textOf(constant: Term, raw: boolean): string | undefined {
  const value = textOfConstant(constant);
  if (raw && /[`\\]/.test(value)) return undefined;
  return (raw ? value : JSON.stringify(value).slice(1, -1)).replaceAll('{', '\\{');
}

/** What a constant says in a template string. */
export function textOfConstant(constant: Term): string {
  if (constant.kind === 'string' || constant.kind === 'boolean') return String(constant.value);
  return constant.kind === 'number' ? constant.text : 'null';
}

function writeExpression(page: Page, expr: Expr): void {
  const { source, start, end } = expr.span;
  write(page, '{');
  page.level += 1;
  if (page.beside !== undefined) breakLine(page);
  else if (hasUpTo(page, start)) {
    write(page, ' ');
    insertUpTo(page, start);
  }
  page.productions.expression(page, expr);
  const close = closingBrace(source.text, end);
  if (hasUpTo(page, close)) {
    endLine(page);
    insertUpTo(page, close);
    startLine(page);
  }
  write(page, '}');
  page.level -= 1;
}

const SPACE = /(?:\s|#.*)*/y;

/** The offset of the brace after an expression and comments. */
function closingBrace(text: string, end: number): number {
  SPACE.lastIndex = end;
  SPACE.test(text);
  return SPACE.lastIndex;
}
