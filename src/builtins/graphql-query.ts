/*
 * What the rules on GraphQL queries share: the way through selections and fragments, and how a
 * broken rule is told. A selection with an alias is a field, one with only a name a spread, any
 * other an inline fragment.
 */
import type { RegoObject } from '../value/value.ts';
import { type BuiltinError, failure } from './builtin.ts';
import { positionOf } from './graphql-parser.ts';
import type { GraphqlSchema } from './graphql-schema.ts';
import { list, named, namesOf } from './graphql-tree.ts';

/** A schema and a query's fragments: what every rule may need. */
export interface QueryContext {
  readonly schema: GraphqlSchema;
  readonly fragments: readonly RegoObject[];
}

/** A broken rule, told at the node that breaks it. */
export function problem(message: string, at: RegoObject): BuiltinError {
  const place = positionOf(at);
  const where = place === undefined ? '' : ` at location ${place.line}:${place.column}`;
  return failure(`${message} in GraphQL string${where}`);
}

export function isSpread(selection: RegoObject): boolean {
  return selection.has('Name') && !selection.has('Alias');
}

export function isField(selection: RegoObject): boolean {
  return selection.has('Alias');
}

/** The spreads in a selection set and below it, but not inside the fragments they name. */
function spreadsIn(tree: RegoObject): readonly RegoObject[] {
  return list(tree, 'SelectionSet').flatMap(selection =>
    isSpread(selection) ? [selection] : spreadsIn(selection),
  );
}

/** The names of all fragments an operation uses, directly or not. */
export function spreadNames(context: QueryContext, tree: RegoObject): ReadonlySet<string> {
  const names = new Set(namesOf(spreadsIn(tree)));
  for (const name of names) {
    const fragment = named(context.fragments, name);
    if (fragment !== undefined) for (const inner of namesOf(spreadsIn(fragment))) names.add(inner);
  }
  return names;
}
