/*
 * Heads of rules.
 */
import type { Span } from '../../base/source.ts';
import type { Comment, Head, Rule } from '../ast.ts';
import { termToValue } from '../constant.ts';
import { printRef, printTerm } from '../print-term.ts';
import { writeParameters } from './collections.ts';
import { insertComments, writeRaw } from './comments.ts';
import { ensureLine, type Page, write } from './page.ts';
import { endRow, rowOf, termRow } from './rows.ts';
import { writeRef, writeTerm } from './terms.ts';

/** Another body of the rule before, in braces of its own: its head is written again. */
export function isChained({ default: isDefault, head, span }: Rule): boolean {
  return !isDefault && head.span.start < span.start;
}

/** Where a head is, for the layout. */
export function headPlace(rule: Rule): Span {
  return isChained(rule) ? rule.span : rule.head.span;
}

/** A body that says nothing: `{ true }`. */
function isTrivial({ body }: Rule): boolean {
  const [only, second] = body;
  if (only === undefined) return true;
  if (second !== undefined || only.negated || only.with.length > 0) return false;
  return only.body.kind === 'term' && isTrue(only.body.term);
}

/**
 * The rule holds always: it is written without a body. Before v1 a name with one part needs the
 * body, being a set's without it.
 */
export function isConstant(page: Page, rule: Rule, isElse: boolean): boolean {
  if (rule.else !== undefined || !isTrivial(rule)) return false;
  const { ref, value, key, args } = rule.head;
  if (page.style.v1 || isElse || rule.body.length === 0) return true;
  const isPart = ref.operands.length === 1 && args === undefined;
  return value !== undefined || key !== undefined || !isPart;
}

function isTrue(term: Head['value']): boolean {
  return term?.kind === 'boolean' && term.value;
}

/** `f(x) := y`, `p contains x`. @throws UnexpectedComment */
export function writeHead(page: Page, rule: Rule): void {
  const { head } = rule;
  if (hasCommentInName(page, head)) return writeRaw(page, head.span);
  writeName(page, head);
  if (head.args !== undefined && head.args.length > 0) {
    writeParameters(page, head.args, headPlace(rule));
  }
  writeKey(page, head);
  if (showsValue(page, rule)) writeValue(page, head);
}

/** A name with one part, which goes in brackets unless longer names are around. */
function isIndexed({ style }: Page, { ref }: Head): boolean {
  return ref.operands.length === 1 && !style.refHeads;
}

function hasCommentInName(page: Page, head: Head): boolean {
  const [comment] = page.comments;
  if (comment === undefined || !isIndexed(page, head)) return false;
  return endRow(comment.span) === termRow(page, head.ref.operands[0]!);
}

function writeName(page: Page, head: Head): void {
  const { ref } = head;
  const [part] = ref.operands;
  if (part === undefined || !isIndexed(page, head)) {
    insertComments(page, rowOf(page, ref.span));
    ensureLine(page);
    writeRef(page, ref);
  } else write(page, `${printRef({ ...ref, operands: [] })}[${printTerm(part)}]`);
}

function writeKey(page: Page, { key }: Head): void {
  if (key === undefined) return;
  write(page, page.style.contains ? ' contains ' : '[');
  writeTerm(page, key);
  if (!page.style.contains) write(page, ']');
}

/** The value `true` goes without saying where a body follows. */
function showsValue(page: Page, rule: Rule): boolean {
  const { head } = rule;
  if (head.key !== undefined) return false;
  if (rule.default) return true;
  if (head.value === undefined) {
    return isConstant(page, rule, false) && (page.style.v1 || rule.body.length > 0);
  }
  return isKeyed(rule) || !isTrue(head.value) || isConstant(page, rule, false);
}

/** `p[x]` with a variable, or before `if` was written: a value for each key. */
function isKeyed({ head: { ref, args, span } }: Rule): boolean {
  const [part, ...more] = ref.operands;
  if (part === undefined || more.length > 0 || args !== undefined) return false;
  return termToValue(part) === undefined || !/^\s*if\b/.test(span.source.text.slice(span.end));
}

function writeValue(page: Page, { value, assign }: Head): void {
  write(page, assign || page.style.v1 ? ' := ' : ' = ');
  if (value === undefined) write(page, 'true');
  else writeTerm(page, value);
}

/** `else := x` */
export function writeElseHead(page: Page, rule: Rule): void {
  const { head } = rule;
  write(page, 'else');
  const isConstantRule = isConstant(page, rule, true);
  if (head.value === undefined ? isConstantRule : !isTrue(head.value) || isConstantRule) {
    afterComments(page, head, () => writeValue(page, head));
  }
}

/** Comments between `else` and its value wait for the body. */
function afterComments(page: Page, { value, span }: Head, production: () => void): void {
  const start = value?.span.start ?? span.start;
  const isEarly = (comment: Comment) => comment.span.end <= start;
  const early = page.comments.filter(isEarly);
  page.comments = page.comments.filter(comment => !isEarly(comment));
  production();
  page.comments = [...early, ...page.comments];
}
