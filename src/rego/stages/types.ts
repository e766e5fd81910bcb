/*
 * Obvious type mistakes: operands a builtin never takes, values that never equal, lookups in what
 * has no parts.
 *
 * Types come from constants, from what builtins declare, and from variables bound to these in the
 * same body. Documents and functions may be anything.
 */
import type { BuiltinDeclaration, BuiltinDeclarations } from '../../ir/declarations.ts';
import {
  ANY,
  arrayOf,
  BOOLEAN,
  NULL,
  NUMBER,
  objectOf,
  STRING,
  setOf,
  type Type,
  tuple,
  typeText,
} from '../../ir/type.ts';
import type { Body, Call, Expr, Ref, Term } from '../ast.ts';
import type { Report } from '../report.ts';
import { callName, closuresOf, eachTermIn, exprTerms, isCallOf } from '../terms.ts';

interface Typing {
  readonly builtins: BuiltinDeclarations;
  readonly report: Report;
}

type Environment = ReadonlyMap<string, Type>;

export function checkTypes(on: Typing, body: Body, outer: Environment = new Map()): void {
  const known = learnTypes(on, body, outer);
  for (const expr of body) {
    checkExpr(on, expr, known);
    for (const closure of closuresOf(expr)) checkTypes(on, closure.body, known);
  }
}

/** The types of variables, from whatever order the body's expressions stand in. */
function learnTypes(on: Typing, body: Body, outer: Environment): Environment {
  const known = new Map(outer);
  for (let before = -1; before !== known.size; ) {
    before = known.size;
    for (const expr of body) {
      if (expr.with.length === 0 && !expr.negated) learn(on, expr, known);
    }
  }
  return known;
}

/** `x = t` tells the type of `x`. */
function learn(on: Typing, expr: Expr, known: Map<string, Type>): void {
  if (expr.body.kind !== 'term' || !isCallOf(expr.body.term, 'eq')) return;
  const [left, right] = expr.body.term.args as readonly [Term, Term];
  for (const [target, source] of [
    [left, right],
    [right, left],
  ] as const) {
    if (target.kind !== 'var' || known.has(target.name)) continue;
    const type = typeOf(on, source, known);
    if (type.kind !== 'any') known.set(target.name, type);
  }
}

function checkExpr(on: Typing, expr: Expr, known: Environment): void {
  for (const term of exprTerms(expr)) {
    eachTermIn(term, part => {
      if (part.kind === 'ref') checkRef(on, part, known);
    });
  }
  if (expr.body.kind !== 'term' || expr.body.term.kind !== 'call') return;
  checkCall(on, expr.body.term, known);
}

function checkCall(on: Typing, call: Call, known: Environment): void {
  if (isCallOf(call, 'eq') || isCallOf(call, 'equal')) return checkEquality(on, call, known);
  const declared = on.builtins.get(callName(call));
  if (declared !== undefined) checkOperands(on, call, declared, known);
}

function checkOperands(
  on: Typing,
  call: Call,
  { args }: BuiltinDeclaration,
  known: Environment,
): void {
  call.args.forEach((arg, index) => {
    const wanted = args[index];
    const type = typeOf(on, arg, known);
    if (wanted === undefined || !areDisjoint(type, wanted)) return;
    const message = `operand ${index + 1} of \`${callName(call)}\` is ${typeText(type)}; it takes ${typeText(wanted)}`;
    on.report.add('rego_type_error', message, arg.span);
  });
}

function checkEquality(on: Typing, call: Call, known: Environment): void {
  const [left, right] = call.args as readonly [Term, Term];
  for (const side of [left, right]) if (side.kind === 'call') checkCall(on, side, known);
  const a = typeOf(on, left, known);
  const b = typeOf(on, right, known);
  if (!areDisjoint(a, b)) return;
  const message = `${typeText(a)} never equals ${typeText(b)}`;
  on.report.add('rego_type_error', message, call.span);
}

/** Scalars have no parts. */
function checkRef(on: Typing, { head, operands, span }: Ref, known: Environment): void {
  if (head.kind !== 'var' || operands.length === 0) return;
  const type = known.get(head.name);
  if (type === undefined || !isScalar(type)) return;
  on.report.add('rego_type_error', `${typeText(type)} has no parts to look up`, span);
}

function isScalar({ kind }: Type): boolean {
  return kind === 'null' || kind === 'boolean' || kind === 'number' || kind === 'string';
}

/** What is known of a term's type. */
export function typeOf(on: Typing, term: Term, known: Environment): Type {
  const of = (part: Term) => typeOf(on, part, known);
  switch (term.kind) {
    case 'null':
      return NULL;
    case 'boolean':
      return BOOLEAN;
    case 'number':
      return NUMBER;
    case 'string':
      return STRING;
    case 'var':
      return known.get(term.name) ?? ANY;
    case 'array':
      return tuple(...term.items.map(of));
    case 'set':
      return setOf(ANY);
    case 'object':
      return objectOf(ANY, ANY, fieldTypes(term.entries, of));
    case 'arrayComprehension':
      return arrayOf(ANY);
    case 'setComprehension':
      return setOf(ANY);
    case 'objectComprehension':
      return objectOf(ANY, ANY);
    case 'call':
      return on.builtins.get(callName(term))?.result ?? ANY;
    default:
      return ANY;
  }
}

function fieldTypes(
  entries: readonly (readonly [key: Term, value: Term])[],
  of: (term: Term) => Type,
): Record<string, Type> {
  const fields: Record<string, Type> = Object.create(null);
  for (const [key, value] of entries) if (key.kind === 'string') fields[key.value] = of(value);
  return fields;
}

/** Whether no value is of both types. */
export function areDisjoint(a: Type, b: Type): boolean {
  if (a.kind === 'any' || b.kind === 'any') return false;
  if (a.kind === 'union') return a.of.every(one => areDisjoint(one, b));
  if (b.kind === 'union') return b.of.every(one => areDisjoint(a, one));
  if (a.kind === 'tuple' && b.kind === 'tuple') return tuplesDisjoint(a.items, b.items);
  if (a.kind === 'tuple' && b.kind === 'array') return a.items.some(one => areDisjoint(one, b.of));
  if (a.kind === 'array' && b.kind === 'tuple') return areDisjoint(b, a);
  if (a.kind === 'object' && b.kind === 'object') return fieldsDisjoint(a.fields, b.fields);
  return a.kind !== b.kind;
}

function tuplesDisjoint(a: readonly Type[], b: readonly Type[]): boolean {
  return a.length !== b.length || a.some((item, index) => areDisjoint(item, b[index]!));
}

/** A field that one side lacks may be among its further entries. */
function fieldsDisjoint(
  a: Readonly<Record<string, Type>>,
  b: Readonly<Record<string, Type>>,
): boolean {
  return Object.entries(a).some(([name, type]) => {
    const other = Object.hasOwn(b, name) ? b[name] : undefined;
    return other !== undefined && areDisjoint(type, other);
  });
}
