/*
 * Unification on types: whether `a = b` can hold, and what it tells of variables without a type.
 */
import { ANY, isNever, type Type } from '../../ir/type.ts';
import type { ObjectTerm, Term } from '../ast.ts';
import { isScalar } from './document-types.ts';
import { constantOf, type Environment, setVariable, typeOf, variableType } from './environment.ts';
import { canMatch, join, keysOf, selected } from './type-algebra.ts';

/** Whether two terms can be equal; gives variables types on the way. */
export function unify(env: Environment, a: Term, b: Term): boolean {
  const typeA = typeOf(env, a);
  const typeB = typeOf(env, b);
  if (typeA !== undefined && typeB !== undefined) return canMatch(typeA, typeB);
  if (typeB !== undefined) return fits(env, a, typeB);
  if (typeA !== undefined) return fits(env, b, typeA);
  if (a.kind === 'array' && b.kind === 'array') return unifyItems(env, a.items, b.items);
  if (a.kind === 'object' && b.kind === 'object') return unifyEntries(env, a, b);
  return unifyOpen(env, a, b);
}

function unifyItems(env: Environment, a: readonly Term[], b: readonly Term[]): boolean {
  return a.length === b.length && a.every((item, at) => unify(env, item, b[at]!));
}

/** Objects whose keys are not all constants may match in ways that only values tell. */
function unifyEntries(env: Environment, a: ObjectTerm, b: ObjectTerm): boolean {
  const others = new Map(b.entries.map(([key, value]) => [constantKey(key), value]));
  if (others.has(undefined) || a.entries.some(([key]) => constantKey(key) === undefined)) {
    return unifyOpen(env, a, b);
  }
  if (a.entries.length !== b.entries.length) return false;
  return a.entries.every(([key, value]) => {
    const other = others.get(constantKey(key));
    return other !== undefined && unify(env, value, other);
  });
}

function constantKey(key: Term): string | undefined {
  if (!isScalar(key)) return undefined;
  const { type, value } = constantOf(key);
  return value === undefined ? JSON.stringify(key) : `${type.kind} ${value}`;
}

/** Nothing is known of either side but what it is made of. */
function unifyOpen(env: Environment, a: Term, b: Term): boolean {
  if (a.kind === 'var' && b.kind !== 'var') return unifyOpen(env, b, a);
  fits(env, a, ANY);
  return fits(env, b, typeOf(env, a) ?? ANY);
}

/**
 * Whether a term can be of a type; variables in it that have no type get theirs.
 * @param widening whether the type is one of several that the term may have
 */
export function fits(env: Environment, term: Term, type: Type, widening = false): boolean {
  switch (term.kind) {
    case 'var':
      return variableFits(env, term.name, type, widening);
    case 'array':
    case 'object':
    case 'set':
      return compositeFits(env, term, type, widening);
    default: {
      const known = typeOf(env, term);
      return known === undefined || canMatch(known, type);
    }
  }
}

function variableFits(env: Environment, name: string, type: Type, widening: boolean): boolean {
  const known = variableType(env, name);
  if (known !== undefined && !widening) return canMatch(known, type);
  setVariable(env, name, known === undefined ? type : join([known, type]));
  return true;
}

type Composite = Extract<Term, { kind: 'array' | 'object' | 'set' }>;

function compositeFits(env: Environment, term: Composite, type: Type, widening: boolean): boolean {
  if (type.kind === 'any') {
    for (const part of partsOf(term)) fits(env, part, ANY, true);
    return true;
  }
  if (type.kind === 'union') {
    return type.of.filter(one => compositeFits(env, term, one, true)).length > 0;
  }
  if (term.kind === 'array') return itemsFit(env, term.items, type, widening);
  if (term.kind === 'object') return entriesFit(env, term, type, widening);
  return type.kind === 'set' && term.items.every(item => fits(env, item, type.of, widening));
}

function partsOf(term: Composite): readonly Term[] {
  return term.kind === 'object' ? term.entries.flat() : term.items;
}

function itemsFit(
  env: Environment,
  items: readonly Term[],
  type: Type,
  widening: boolean,
): boolean {
  if (type.kind === 'array') return items.every(item => fits(env, item, type.of, widening));
  if (type.kind !== 'tuple' || type.items.length !== items.length) return false;
  return items.every((item, at) => fits(env, item, type.items[at]!, widening));
}

function entriesFit(
  env: Environment,
  { entries }: ObjectTerm,
  type: Type,
  widening: boolean,
): boolean {
  if (type.kind !== 'object') return false;
  if (isNever(type.key) && entries.length !== Object.keys(type.fields).length) return false;
  return entries.every(([key, value]) => {
    if (!isScalar(key)) return keyFits(env, key, type) && fits(env, value, ANY, widening);
    const there = selected(type, constantOf(key));
    return !isNever(there) && fits(env, value, there, widening);
  });
}

/** Whether an entry with a key that is no constant may be in an object. */
function keyFits(env: Environment, key: Term, type: Type): boolean {
  const known = typeOf(env, key);
  return known === undefined || canMatch(known, keysOf(type));
}
