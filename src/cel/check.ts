/*
 * What can be said about a condition before it runs: names that don't exist, functions with the
 * wrong operands, a result that is no boolean, and sizes that nobody writes by hand.
 *
 * Types are inferred as far as the input document fixes them; everything else is `dyn`, which fits
 * anywhere (CEL langdef, "Gradual Type Checking"). A mistake that only `dyn` hides is an error when
 * the condition runs.
 */
import type { CelFunc, CelType } from '@bufbuild/cel';
import type { Diagnostic } from '../base/diagnostic.ts';
import { nearest } from '../base/nearest.ts';
import type { Source, Span } from '../base/source.ts';
import { DYN, type Shape, VARIABLES } from './document-shape.ts';
import { type Comprehension, children, type Expr, type Parsed } from './expr.ts';

export const LIMITS = {
  characters: 8192,
  nodes: 2000,
  /** Loops within loops; each level multiplies what an evaluation costs. */
  loops: 2,
  depth: 100,
} as const;

const MACROS: Readonly<Record<string, string>> = {
  all: '`list.all(x, condition)`',
  exists: '`list.exists(x, condition)`',
  exists_one: '`list.exists_one(x, condition)`',
  map: '`list.map(x, value)`',
  filter: '`list.filter(x, condition)`',
  has: '`has(object.field)`',
};

/** Type names are values in CEL: `type(args.x) == string`. */
const TYPE_NAMES = [
  'int',
  'uint',
  'double',
  'bool',
  'string',
  'bytes',
  'list',
  'map',
  'null_type',
  'type',
];

const TYPE: Shape = { type: 'type' };

/** Operators as people write them. */
function shownName(name: string): string {
  const operator = /^_(.+)_$/.exec(name)?.[1] ?? /^@(in)$/.exec(name)?.[1];
  return operator ?? name.replace(/^([!-])_$/, '$1');
}

type Scope = ReadonlyMap<string, Shape>;

function fits(shape: Shape, type: CelType): boolean {
  return shape.type === 'dyn' || type.name === 'dyn' || shape.type === type.name;
}

function accepts(func: CelFunc, target: Shape | undefined, args: readonly Shape[]): boolean {
  if ((func.target === undefined) !== (target === undefined)) return false;
  if (func.target !== undefined && target !== undefined && !fits(target, func.target)) return false;
  return (
    func.arguments.length === args.length &&
    func.arguments.every((type, index) => fits(args[index]!, type))
  );
}

function byName(functions: readonly CelFunc[]): ReadonlyMap<string, readonly CelFunc[]> {
  const groups = new Map<string, CelFunc[]>();
  for (const func of functions) {
    groups.set(func.name, [...(groups.get(func.name) ?? []), func]);
  }
  return groups;
}

class Checker {
  readonly diagnostics: Diagnostic[] = [];
  private readonly source: Source;
  private readonly positions: Readonly<Record<string, number>>;
  private readonly functions: ReadonlyMap<string, readonly CelFunc[]>;

  constructor(source: Source, parsed: Parsed, functions: readonly CelFunc[]) {
    this.source = source;
    this.positions = parsed.sourceInfo?.positions ?? {};
    this.functions = byName(functions);
  }

  /** The shape of an expression's value. */
  infer(expr: Expr, scope: Scope): Shape {
    const { exprKind } = expr;
    switch (exprKind.case) {
      case 'constExpr':
        return constantShape(exprKind.value.constantKind.case);
      case 'identExpr':
        return this.variable(expr, exprKind.value.name, scope);
      case 'selectExpr':
        return this.select(expr, exprKind.value.field, exprKind.value.testOnly, scope);
      case 'callExpr':
        return this.call(expr, scope);
      case 'comprehensionExpr':
        return this.comprehension(exprKind.value, scope);
      case 'listExpr':
        this.parts(expr, scope);
        return { type: 'list' };
      case 'structExpr':
        this.parts(expr, scope);
        return exprKind.value.messageName === '' ? { type: 'map' } : DYN;
      default:
        return DYN;
    }
  }

  report(expr: Expr, message: string, hint?: string): void {
    const diagnostic = { code: 'cel_check_error', message, span: this.spanOf(expr) };
    this.diagnostics.push(hint === undefined ? diagnostic : { ...diagnostic, hint });
  }

  private parts(expr: Expr, scope: Scope): Shape[] {
    return children(expr).map(child => this.infer(child, scope));
  }

  private variable(expr: Expr, name: string, scope: Scope): Shape {
    const shape = scope.get(name);
    if (shape !== undefined) return shape;
    if (TYPE_NAMES.includes(name)) return TYPE;
    const known = [...scope.keys()].filter(candidate => !candidate.startsWith('@'));
    this.report(
      expr,
      `unknown variable \`${name}\``,
      didYouMean(name, known) ?? `conditions know ${list(Object.keys(VARIABLES))}`,
    );
    return DYN;
  }

  private select(expr: Expr, field: string, test: boolean, scope: Scope): Shape {
    const [operand] = children(expr);
    const shape = operand === undefined ? DYN : this.infer(operand, scope);
    if (shape.fields !== undefined && !Object.hasOwn(shape.fields, field)) {
      const known = Object.keys(shape.fields);
      this.report(expr, `unknown field \`${field}\``, didYouMean(field, known) ?? list(known));
    } else if (shape.type !== 'map' && shape.type !== 'dyn') {
      this.report(expr, `${named(shape)} has no field \`${field}\``);
    }
    return test ? { type: 'bool' } : (shape.fields?.[field] ?? DYN);
  }

  private call(expr: Expr, scope: Scope): Shape {
    if (expr.exprKind.case !== 'callExpr') return DYN;
    const { function: name, target: receiver, args: operands } = expr.exprKind.value;
    const target = receiver === undefined ? undefined : this.infer(receiver, scope);
    const args = operands.map(operand => this.infer(operand, scope));
    if (name === '_[_]') return DYN;
    if (name === '_?_:_') return this.conditional(operands, args);
    if (name === '_&&_' || name === '_||_') return this.logic(name, operands, args);
    if (name === '@not_strictly_false') return { type: 'bool' };
    return this.overload(expr, name, target, args);
  }

  private conditional(operands: readonly Expr[], args: readonly Shape[]): Shape {
    this.mustBeBoolean(operands[0]!, args[0]!, 'the condition of `?`');
    return args[1]?.type === args[2]?.type ? { type: args[1]!.type } : DYN;
  }

  private logic(name: string, operands: readonly Expr[], args: readonly Shape[]): Shape {
    for (const [index, operand] of operands.entries()) {
      this.mustBeBoolean(operand, args[index]!, `an operand of \`${shownName(name)}\``);
    }
    return { type: 'bool' };
  }

  mustBeBoolean(expr: Expr, shape: Shape, what: string): void {
    if (shape.type === 'bool' || shape.type === 'dyn') return;
    this.report(expr, `${what} must be a bool, not ${named(shape)}`);
  }

  private overload(
    expr: Expr,
    name: string,
    target: Shape | undefined,
    args: readonly Shape[],
  ): Shape {
    const overloads = this.functions.get(name);
    if (overloads === undefined) {
      this.unknownFunction(expr, name);
      return DYN;
    }
    const matching = overloads.filter(func => accepts(func, target, args));
    if (matching.length === 0) {
      const types = args.map(shape => shape.type).join(', ');
      const on = target === undefined ? '' : `${target.type}.`;
      this.report(expr, `\`${shownName(name)}\` can't be applied to ${on}(${types})`);
      return DYN;
    }
    const [result, ...others] = new Set(matching.map(func => func.result.name));
    return result === undefined || others.length > 0 ? DYN : { type: result };
  }

  private unknownFunction(expr: Expr, name: string): void {
    if (Object.hasOwn(MACROS, name)) {
      this.report(expr, `\`${name}\` is written ${MACROS[name]}`);
      return;
    }
    const known = [...this.functions.keys(), ...Object.keys(MACROS)];
    const readable = known.filter(candidate => /^\w+$/.test(candidate));
    this.report(expr, `unknown function \`${name}\``, didYouMean(name, readable));
  }

  private comprehension(fold: Comprehension, scope: Scope): Shape {
    const range = fold.iterRange === undefined ? DYN : this.infer(fold.iterRange, scope);
    if (!['list', 'map', 'dyn'].includes(range.type)) {
      this.report(fold.iterRange!, `${named(range)} has no elements`);
    }
    const accumulator = fold.accuInit === undefined ? DYN : this.infer(fold.accuInit, scope);
    const outer = new Map(scope).set(fold.accuVar, accumulator);
    const element: Shape = range.type === 'map' ? { type: 'string' } : DYN;
    const inner = new Map(outer).set(fold.iterVar, element);
    for (const part of [fold.loopCondition, fold.loopStep]) {
      if (part !== undefined) this.infer(part, inner);
    }
    return fold.result === undefined ? DYN : this.infer(fold.result, outer);
  }

  /** The part of a node that names it: the identifier, the field, the operator. */
  private spanOf(expr: Expr): Span {
    const at = this.positions[String(expr.id)] ?? 0;
    const { text } = this.source;
    const name = /^\.?\s*(\w+)/.exec(text.slice(at));
    const skipped = name === null ? 0 : name[0].length - name[1]!.length;
    const length = name?.[1]?.length ?? 1;
    return { source: this.source, start: at + skipped, end: at + skipped + length };
  }
}

function constantShape(kind: string | undefined): Shape {
  switch (kind) {
    case 'int64Value':
      return { type: 'int' };
    case 'uint64Value':
      return { type: 'uint' };
    case 'nullValue':
      return { type: 'null_type' };
    default:
      return { type: kind?.replace('Value', '') ?? 'dyn' };
  }
}

/** `a string`, `an int`. */
function named({ type }: Shape): string {
  return `${/^[aei]/.test(type) ? 'an' : 'a'} ${type}`;
}

function didYouMean(name: string, known: readonly string[]): string | undefined {
  const candidate = nearest(name, known);
  return candidate === undefined ? undefined : `did you mean \`${candidate}\`?`;
}

function list(names: readonly string[]): string {
  return names.map(name => `\`${name}\``).join(', ');
}

interface Size {
  readonly nodes: number;
  readonly depth: number;
  readonly loops: number;
}

/** Loops count where they nest: the parts of a loop are inside it, its range is not. */
function sizeOf(expr: Expr): Size {
  const sizes = children(expr).map(sizeOf);
  const isLoop = expr.exprKind.case === 'comprehensionExpr';
  return {
    nodes: 1 + sizes.reduce((sum, size) => sum + size.nodes, 0),
    depth: 1 + Math.max(0, ...sizes.map(size => size.depth)),
    loops: Math.max(0, ...sizes.map((size, index) => size.loops + (isLoop && index > 0 ? 1 : 0))),
  };
}

function sizeProblem(expr: Expr): string | undefined {
  const { nodes, depth, loops } = sizeOf(expr);
  if (nodes > LIMITS.nodes) return `the condition has ${nodes} parts; the limit is ${LIMITS.nodes}`;
  if (depth > LIMITS.depth) return `the condition nests deeper than ${LIMITS.depth} levels`;
  if (loops > LIMITS.loops) return `loops nest ${loops} deep; the limit is ${LIMITS.loops}`;
  return undefined;
}

/** Everything wrong with a parsed condition. */
export function check(source: Source, parsed: Parsed, functions: readonly CelFunc[]): Diagnostic[] {
  const problem = sizeProblem(parsed.expr);
  if (problem !== undefined) {
    const span = { source, start: 0, end: source.text.length };
    return [{ code: 'cel_limit_error', message: problem, span }];
  }
  const checker = new Checker(source, parsed, functions);
  const result = checker.infer(parsed.expr, new Map(Object.entries(VARIABLES)));
  checker.mustBeBoolean(parsed.expr, result, 'a condition');
  return checker.diagnostics;
}
