/*
 * Which lines of policies their tests reach (OPA: docs, "Policy Testing", coverage): a head when its rule gives a value,
 * an expression when it is evaluated. It is read off an interpretation, statement by statement.
 */

import { positionAt, type Span } from '../base/source.ts';
import type { Local, Policy, Stmt } from '../ir/plan.ts';
import { concludedLocal, type Tracer } from '../ir/tracer.ts';
import type { Body, Module, Rule, Term } from '../rego/ast.ts';
import { comprehensionClosure, eachExpr, eachTermIn } from '../rego/terms.ts';

/** Lines, both ends included; numbers start at 1. */
export interface LineRange {
  readonly start: { readonly row: number };
  readonly end: { readonly row: number };
}

export interface FileCoverage {
  readonly covered: readonly LineRange[];
  readonly not_covered: readonly LineRange[];
  readonly covered_lines: number;
  readonly not_covered_lines: number;
  /** Percent; 100 where there is nothing to cover. */
  readonly coverage: number;
}

/** OPA's report: the same keys, the same meaning. */
export interface CoverageReport {
  readonly files: Readonly<Record<string, FileCoverage>>;
  readonly covered_lines: number;
  readonly not_covered_lines: number;
  readonly coverage: number;
}

/** A head or an expression. */
interface Point {
  readonly span: Span;
  /** Its lines, both ends included. */
  readonly first: number;
  readonly last: number;
  hit: boolean;
}

/** One rule, or one `else` of it. */
interface Clause {
  readonly span: Span;
  readonly head: Point;
  /** The expressions of its body, which all hold where the head gives a value. */
  readonly body: readonly Point[];
  /** It has an `else` or is one: its value is passed on to what the whole rule returns. */
  readonly chained: boolean;
}

interface FilePoints {
  readonly clauses: Clause[];
  readonly exprs: Point[];
}

function pointOf(span: Span): Point {
  const first = positionAt(span.source, span.start).line;
  const last = positionAt(span.source, span.end).line;
  return { span, first, last, hit: false };
}

/** The bodies inside a head: of comprehensions in its key or value. */
function bodiesIn(term: Term | undefined): Body[] {
  const bodies: Body[] = [];
  if (term !== undefined)
    eachTermIn(term, part => {
      const closure = comprehensionClosure(part);
      if (closure !== undefined) bodies.push(closure.body);
    });
  return bodies;
}

/** `some x` declares and evaluates nothing. */
function exprPoints(body: Body): Point[] {
  const points = new Map<string, Point>();
  eachExpr(body, ({ span, body: { kind } }) => {
    if (kind !== 'some') points.set(`${span.start}-${span.end}`, pointOf(span));
  });
  return [...points.values()];
}

function addClause(file: FilePoints, rule: Rule, isElse = false): void {
  const { head, body, span } = rule;
  const inBody = exprPoints(body);
  const starts = new Set(body.map(expr => expr.span.start));
  const own = inBody.filter(point => starts.has(point.span.start));
  const chained = isElse || rule.else !== undefined;
  file.clauses.push({ span, head: pointOf(head.span), body: own, chained });
  const inHead = [head.key, head.value].flatMap(bodiesIn).flatMap(exprPoints);
  file.exprs.push(...inBody, ...inHead);
  if (rule.else !== undefined) addClause(file, rule.else, true);
}

function pointsOf(modules: readonly Module[]): ReadonlyMap<string, FilePoints> {
  const files = new Map<string, FilePoints>();
  for (const module of modules) {
    const points: FilePoints = { clauses: [], exprs: [] };
    for (const rule of module.rules) addClause(points, rule);
    files.set(module.package.span.source.name, points);
  }
  return files;
}

/** A line and column as one number that orders as they do; columns of one line never reach the next. */
function place(line: number, column: number): number {
  return line * 1e6 + column;
}

function placeAt({ source }: Span, offset: number): number {
  const { line, column } = positionAt(source, offset);
  return place(line, column);
}

/** The smallest of some stretches that a place is in. */
function innermost<T extends { readonly span: Span }>(
  stretches: readonly T[],
  at: number,
): T | undefined {
  let best: T | undefined;
  for (const stretch of stretches) {
    const { span } = stretch;
    if (at < placeAt(span, span.start) || at >= placeAt(span, span.end)) continue;
    if (best === undefined || span.end - span.start < best.span.end - best.span.start)
      best = stretch;
  }
  return best;
}

/** Where statements of one plan are written. */
interface Written {
  readonly expr: Point | undefined;
  readonly clause: Clause | undefined;
  readonly inHead: boolean;
}

/** Percent of lines. */
function percent(covered: number, missed: number): number {
  return covered + missed === 0 ? 100 : (100 * covered) / (covered + missed);
}

/** Neighbouring lines as one range. */
function ranges(rows: readonly number[]): LineRange[] {
  const found: { start: { row: number }; end: { row: number } }[] = [];
  for (const row of rows) {
    const last = found.at(-1);
    if (last?.end.row === row - 1) last.end = { row };
    else found.push({ start: { row }, end: { row } });
  }
  return found;
}

/** A line is covered when anything on it is, as OPA counts: what is inside an expression goes with it. */
function fileCoverage({ clauses, exprs }: FilePoints): FileCoverage {
  const byRow = new Map<number, boolean>();
  for (const { first, last, hit } of [...clauses.map(({ head }) => head), ...exprs])
    for (let row = first; row <= last; row++) byRow.set(row, hit || byRow.get(row) === true);
  const rows = [...byRow.keys()].sort((a, b) => a - b);
  const covered = rows.filter(row => byRow.get(row) === true);
  const missed = rows.filter(row => byRow.get(row) === false);
  return {
    covered: ranges(covered),
    not_covered: ranges(missed),
    covered_lines: covered.length,
    not_covered_lines: missed.length,
    coverage: percent(covered.length, missed.length),
  };
}

/** Gathers what evaluations of one policy reach. */
export class Coverage {
  private readonly files: ReadonlyMap<string, FilePoints>;
  private readonly written = new Map<Stmt, Written>();

  constructor(modules: readonly Module[]) {
    this.files = pointsOf(modules);
  }

  /** Watches interpretations of a plan. */
  tracer(policy: Policy): Tracer {
    const returns: number[] = [];
    return {
      enterFunction: func => void returns.push(func.return),
      exitFunction: () => void returns.pop(),
      enterStatement: stmt => {
        const { expr } = this.writtenAt(policy, stmt);
        if (expr !== undefined) expr.hit = true;
      },
      exitStatement: (stmt, defined) => {
        if (defined) this.conclude(policy, stmt, returns.at(-1));
      },
    };
  }

  report(): CoverageReport {
    const entries = [...this.files].map(([name, points]) => [name, fileCoverage(points)] as const);
    const sum = (of: (file: FileCoverage) => number) =>
      entries.reduce((total, [, file]) => total + of(file), 0);
    const covered = sum(file => file.covered_lines);
    const missed = sum(file => file.not_covered_lines);
    return {
      files: Object.fromEntries(entries),
      covered_lines: covered,
      not_covered_lines: missed,
      coverage: percent(covered, missed),
    };
  }

  /** A head gave a value: so its body held, also what of it needed no statement. */
  private conclude(policy: Policy, stmt: Stmt, returned: Local | undefined): void {
    const target = stmt.kind === 'AssignVarStmt' ? stmt.target : concludedLocal(stmt);
    if (target === undefined) return;
    const { clause, expr, inHead } = this.writtenAt(policy, stmt);
    if (clause === undefined || expr !== undefined || !inHead) return;
    if (clause.chained === (target === returned)) return;
    clause.head.hit = true;
    for (const point of clause.body) point.hit = true;
  }

  private writtenAt(policy: Policy, stmt: Stmt): Written {
    const known = this.written.get(stmt);
    if (known !== undefined) return known;
    const { file, row, col } = stmt.location;
    const points = this.files.get(policy.static.files[file] ?? '');
    const at = place(row, col);
    const clause = points && innermost(points.clauses, at);
    const inHead = clause !== undefined && innermost([clause.head], at) !== undefined;
    const found = { expr: points && innermost(points.exprs, at), clause, inHead };
    this.written.set(stmt, found);
    return found;
  }
}
