/*
 * Terms and expressions as Rego source text.
 *
 * Parentheses go where precedence demands them, around an operator where only a plain term may
 * stand (a comprehension's head), and around `|` where it would begin a comprehension: as the first
 * operator after `[`, `{` and `{key:`.
 */
import type { Body, Expr, Ref, Str, TemplateString, Term, With } from './ast.ts';
import { OPERATORS } from './parser-infix.ts';

/* Terms. */

/** A term as it stands after `:=`, `if`, `[`. */
export function printTerm(term: Term): string {
  return printOperand(term, 0);
}

/** How tightly an operator binds: 0 for `in`, then as the parser has it. */
export interface Infix {
  readonly sign: string;
  readonly level: number;
}

const IN: Infix = { sign: 'in', level: 0 };
/** Tighter than any operator: where only a plain term may stand. */
export const PRIMARY = 9;
/** Operators of expressions, not of terms, by their builtins. */
export const ASSIGNMENTS: Readonly<Record<string, string>> = { assign: ':=', eq: '=' };
/** Operators of terms by their builtins. */
export const INFIX: ReadonlyMap<string, Infix> = new Map([
  ...Object.entries(OPERATORS).map(
    ([sign, { builtin, level }]) => [builtin, { sign, level }] as const,
  ),
  ['internal.member_2', IN],
  ['internal.member_3', IN],
]);

function infixOf(term: Term): Infix | undefined {
  if (term.kind !== 'call' || term.infix !== true) return undefined;
  return INFIX.get(printRef(term.operator));
}

/**
 * A term where operators below `level` need parentheses. `guarded` says that the text begins where
 * `|` after a plain term would begin a comprehension.
 */
function printOperand(term: Term, level: number, guarded = false): string {
  const infix = infixOf(term);
  if (infix === undefined || term.kind !== 'call') return printPrimary(term);
  const startsWithOr = guarded && infix.sign === '|' && !startsWithOperator(term.args[0]!, infix);
  const needsParentheses = infix.level < level || startsWithOr;
  const text = printInfix(term.args, infix, guarded && !needsParentheses);
  return needsParentheses ? `(${text})` : text;
}

/** Whether an operator's left operand shows another operator before it, one that can't be taken for it. */
function startsWithOperator(left: Term, { level }: Infix): boolean {
  const inner = infixOf(left);
  return inner !== undefined && inner.level >= level && inner.sign !== '|';
}

function printInfix(args: readonly Term[], { sign, level }: Infix, guarded: boolean): string {
  const operands = args.map((arg, index) => {
    const isFirst = index === 0;
    return printOperand(arg, isFirst && level > 0 ? level : level + 1, isFirst && guarded);
  });
  return `${operands.slice(0, -1).join(', ')} ${sign} ${operands.at(-1)}`;
}

/** A term without operators, or in parentheses. */
function printPrimary(term: Term): string {
  switch (term.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(term.value);
    case 'number':
      return term.text;
    case 'string':
      return printString(term);
    case 'var':
      return term.name.startsWith('$') ? '_' : term.name;
    case 'ref':
      return printRef(term);
    case 'call':
      return `${printRef(term.operator)}(${printItems(term.args)})`;
    case 'array':
      return `[${printItems(term.items)}]`;
    case 'set':
      return term.items.length === 0 ? 'set()' : `{${printItems(term.items)}}`;
    case 'object':
      return `{${term.entries.map(([key, value]) => `${printItem(key)}: ${printItem(value)}`).join(', ')}}`;
    case 'arrayComprehension':
      return `[${printHead(term.term)} | ${printExprs(term.body, '; ')}]`;
    case 'setComprehension':
      return `{${printHead(term.term)} | ${printExprs(term.body, '; ')}}`;
    case 'objectComprehension':
      return `{${printHead(term.key)}: ${printHead(term.value)} | ${printExprs(term.body, '; ')}}`;
    case 'templateString':
      return printTemplate(term);
  }
}

function printHead(term: Term): string {
  return printOperand(term, PRIMARY);
}

/** Terms of a list. */
export function printItems(items: readonly Term[]): string {
  return items.map(printItem).join(', ');
}

/** In a list, the comma of `k, v in xs` would belong to the list. */
function printItem(item: Term): string {
  const isKeyed = infixOf(item) === IN && item.kind === 'call' && item.args.length > 2;
  return printOperand(item, isKeyed ? PRIMARY : 0, true);
}

function printString({ value, raw }: Str): string {
  return raw === true && !value.includes('`') ? `\`${value}\`` : JSON.stringify(value);
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A name after another: `.name`, or `["any text"]`. */
export function printName(name: string): string {
  return IDENTIFIER.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** A reference, and the name of a function or rule. */
export function printRef({ head, operands }: Ref): string {
  return printHead(head) + operands.map(printPart).join('');
}

function printPart(part: Term): string {
  return part.kind === 'string' && part.raw !== true
    ? printName(part.value)
    : `[${printTerm(part)}]`;
}

/* Template strings. */

function printTemplate({ parts, raw }: TemplateString): string {
  const isRaw = raw === true && parts.every(isRawPart);
  const quote = isRaw ? '`' : '"';
  const texts = parts.map(part =>
    part.kind === 'expr' ? `{${printExpr(part)}}` : printTemplateText(part.value, isRaw),
  );
  return `$${quote}${texts.join('')}${quote}`;
}

/** A backtick, and a backslash before an expression, have no form in a raw template string. */
function isRawPart(part: Str | Expr): boolean {
  return part.kind === 'expr' || !(part.value.includes('`') || part.value.endsWith('\\'));
}

function printTemplateText(text: string, isRaw: boolean): string {
  return (isRaw ? text : JSON.stringify(text).slice(1, -1)).replaceAll('{', '\\{');
}

/* Expressions. */

/** Expressions of a body or query. */
export function printExprs(body: Body, separator: string): string {
  const texts = body.map((expr, index) => printExpr(expr, index === 0));
  return texts.reduce((before, text) => `${before}${endOf(separator, text)}${text}`);
}

/** A minus at the beginning of a line would go on the line before. */
function endOf(separator: string, next: string): string {
  return separator.startsWith('\n') && next.startsWith('-') ? `;${separator}` : separator;
}

/** One expression with its modifiers; `isFirst` if braces may be right before it. */
export function printExpr(expr: Expr, isFirst = false): string {
  return printPlain(expr, isFirst) + expr.with.map(printWith).join('');
}

function printWith({ target, value }: With): string {
  return ` with ${printTerm(target)} as ${printTerm(value)}`;
}

function printPlain({ body, negated }: Expr, isFirst: boolean): string {
  switch (body.kind) {
    case 'term':
      return negated ? `not ${printNegated(body.term)}` : printExprTerm(body.term, isFirst);
    case 'some':
      return `some ${body.vars.map(printPrimary).join(', ')}`;
    case 'someIn':
      return `some ${printMembership(body.key, body.value, body.domain)}`;
    case 'every':
      return `every ${printMembership(body.key, body.value, body.domain)} ${printBlock(body.body)}`;
    case 'notBody':
      return `not ${printBlock(body.body)}`;
    case 'logic':
      return body.operands.map(printLogicOperand).join(` ${body.operator} `);
  }
}

function printBlock(body: Body): string {
  return `{ ${printExprs(body, '; ')} }`;
}

function printMembership(key: Term | undefined, value: Term, domain: Term): string {
  const variables = (key === undefined ? [value] : [key, value]).map(term => printOperand(term, 1));
  return `${variables.join(', ')} in ${printOperand(domain, 1)}`;
}

function printExprTerm(term: Term, guarded: boolean): string {
  const sign = assignmentOf(term);
  if (sign === undefined || term.kind !== 'call') return printOperand(term, 0, guarded);
  const [left, right] = term.args;
  return `${printOperand(left!, 0, guarded)} ${sign} ${printTerm(right!)}`;
}

function assignmentOf(term: Term): string | undefined {
  if (term.kind !== 'call' || term.infix !== true) return undefined;
  return ASSIGNMENTS[printRef(term.operator)];
}

/** Braces right after `not` may be a body. */
function printNegated(term: Term): string {
  const text = printExprTerm(term, false);
  return text.startsWith('{') && assignmentOf(term) === undefined ? `(${text})` : text;
}

/** Without braces where neither braces nor parentheses come first, which have a meaning there. */
function printLogicOperand(operand: Body): string {
  const [expr, second] = operand;
  const isPlain = expr !== undefined && second === undefined && expr.with.length === 0;
  if (isPlain && (expr.body.kind === 'term' || expr.body.kind === 'notBody')) {
    const text = printExpr(expr);
    if (!/^(?:not )?[{(]/.test(text) || expr.body.kind === 'notBody') return text;
  }
  return printBlock(operand);
}
