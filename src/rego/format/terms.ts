/*
 * Terms. One in which a comment has no place stays as it was written, and so does what is around it
 * up to the expression.
 */
import type { Call, Ref, Str, Term } from '../ast.ts';
import { type Infix, PRIMARY } from '../print-term.ts';
import { writeArgs, writeArray, writeObject, writeSet } from './collections.ts';
import { insertComments, isKeptRaw, orRaw } from './comments.ts';
import {
  writeArrayComprehension,
  writeObjectComprehension,
  writeSetComprehension,
} from './comprehensions.ts';
import { operatorOf, writeOperator } from './operators.ts';
import { endLine, ensureLine, type Page, write } from './page.ts';
import { termRow } from './rows.ts';
import { writeTemplate } from './templates.ts';

/** A term. @throws UnexpectedComment once it is written as it was */
export function writeTerm(page: Page, term: Term, level = 0): void {
  const unexpected = orRaw(page, term.span, () => writeOperand(page, term, level));
  if (unexpected !== undefined) throw unexpected;
}

/** An operand of an operator, in parentheses if it is an operator. */
export function writeNested(page: Page, term: Term, level: number): void {
  const operator = operatorOf(page, term);
  const isPlainMember = operator?.sign === 'in' && term.kind === 'call' && term.args.length === 2;
  writeOperand(page, term, operator === undefined || isPlainMember ? level : PRIMARY);
}

function writeOperand(page: Page, term: Term, level: number): void {
  insertComments(page, termRow(page, term));
  ensureLine(page);
  const operator = operatorOf(page, term);
  if (operator === undefined) writePlain(page, term);
  else writeInfix(page, term as Call, operator, level);
  ensureLine(page);
}

function writeInfix(page: Page, call: Call, operator: Infix, level: number): void {
  const isKeyed = call.args.length > 2;
  const parentheses = operator.level < level || isKeyed;
  if (parentheses) write(page, '(');
  writeOperator(page, call, operator, writeNested);
  if (parentheses) write(page, ')');
}

function writePlain(page: Page, term: Term): void {
  switch (term.kind) {
    case 'null':
      return write(page, 'null');
    case 'boolean':
      return write(page, String(term.value));
    case 'number':
      return write(page, asWritten(term).replace(/\s/g, ''));
    case 'string':
      return write(page, stringOf(term));
    case 'var':
      return write(page, nameOf(term.name));
    case 'ref':
      return writeRef(page, term);
    case 'call':
      return writeCall(page, term);
    case 'array':
      return writeArray(page, term);
    case 'object':
      return writeObject(page, term);
    case 'set':
      return writeSet(page, term);
    case 'arrayComprehension':
      return writeArrayComprehension(page, term);
    case 'setComprehension':
      return writeSetComprehension(page, term);
    case 'objectComprehension':
      return writeObjectComprehension(page, term);
    case 'templateString':
      return writeTemplate(page, term);
  }
}

/** A literal's text in the source, with its escapes; parentheses are none of it. */
function asWritten({ span }: Term): string {
  const text = span.source.text.slice(span.start, span.end);
  return text.startsWith('(') ? text.replace(/^[(\s]+|[)\s]+$/g, '') : text;
}

/** A set's key may be written as a name, `p.key`. */
function stringOf(term: Str): string {
  const text = asWritten(term);
  return /^["`]/.test(text) ? text : JSON.stringify(term.value);
}

function nameOf(name: string): string {
  return name.startsWith('$') ? '_' : name;
}

/** `f(x)`. */
export function writeCall(page: Page, call: Call): void {
  writeRef(page, call.operator);
  writeArgs(page, call);
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A reference: names after a dot where they can be. */
export function writeRef(page: Page, { head, operands }: Ref): void {
  writeOperand(page, head, PRIMARY);
  for (const part of operands) writePart(page, part);
}

function writePart(page: Page, part: Term): void {
  if (part.kind === 'string') return writeName(page, part);
  write(page, '[');
  if (part.kind === 'var') write(page, nameOf(part.name));
  else writeIndex(page, part);
  write(page, ']');
}

/** What stays as it was written may end in a comment: the bracket goes on a line of its own. */
function writeIndex(page: Page, part: Term): void {
  if (!isKeptRaw(() => writeTerm(page, part))) return;
  endLine(page);
  page.begun = true;
}

/** A name in a reference, after a dot or in brackets. */
export function writeName(page: Page, name: Str): void {
  write(page, needsBrackets(page, name) ? `[${JSON.stringify(name.value)}]` : `.${name.value}`);
}

function needsBrackets({ style, source }: Page, { value, span }: Str): boolean {
  if (!IDENTIFIER.test(value)) return true;
  return style.keywords.has(value) && source.text[span.start] === '"';
}
