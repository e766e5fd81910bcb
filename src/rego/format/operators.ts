/*
 * Calls that are written as operators. Operands that are operators themselves stand in parentheses.
 */
import type { Call, Term } from '../ast.ts';
import { ASSIGNMENTS, INFIX, type Infix, printRef } from '../print-term.ts';
import { type Page, write } from './page.ts';

const MEMBER_WITH_KEY = 'internal.member_3';

/** The operator that a call of a builtin is written with, if it has as many operands. */
export function operatorOf({ style }: Page, term: Term): Infix | undefined {
  if (term.kind !== 'call') return undefined;
  const name = printRef(term.operator);
  const isMember = name.startsWith('internal.member_');
  if (isMember && term.infix !== true && !style.keywords.has('in')) return undefined;
  const operands = name === MEMBER_WITH_KEY ? 3 : 2;
  if (term.args.length !== operands) return undefined;
  const assignment = ASSIGNMENTS[name];
  return assignment === undefined ? INFIX.get(name) : { sign: assignment, level: -1 };
}

/** How an operand is written: `level` is that of the operators that need no parentheses. */
export type OperandWriter = (page: Page, term: Term, level: number) => void;

/** `a + b`, `k, v in xs`: without parentheses around it. */
export function writeOperator(
  page: Page,
  { args }: Call,
  { sign, level }: Infix,
  operand: OperandWriter,
): void {
  const last = args.length - 1;
  args.forEach((arg, index) => {
    if (index > 0) write(page, index === last ? ` ${sign} ` : ', ');
    const isLeft = index === 0 && (level !== 0 || last === 1);
    operand(page, arg, isLeft || level < 0 ? Math.max(level, 0) : level + 1);
  });
}
