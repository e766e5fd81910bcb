/*
 * Whether a query fits a schema: the rules of GraphQL specification, section 5, in its order, except
 * those on values, directives, variables and merging, which have files of their own. The first
 * broken rule is the error.
 */
import type { RegoObject, Value } from '../value/value.ts';
import { checkArguments, checkDirectives } from './graphql-argument-check.ts';
import { checkMerging } from './graphql-merge-check.ts';
import { isField, isSpread, problem, type QueryContext, spreadNames } from './graphql-query.ts';
import { COMPOSITE_KINDS, type GraphqlSchema } from './graphql-schema.ts';
import {
  baseName,
  child,
  duplicate,
  list,
  named,
  namesOf,
  text,
  typeText,
} from './graphql-tree.ts';
import { checkVariables } from './graphql-variable-check.ts';

/** @throws BuiltinError for the first rule that is broken */
export function checkQuery(schema: GraphqlSchema, query: Value): void {
  const operations = list(query, 'Operations');
  const fragments = list(query, 'Fragments');
  const context: QueryContext = { schema, fragments };
  checkOperationNames(operations);
  checkFragments(context, operations);
  for (const operation of operations) checkOperation(context, operation);
  for (const fragment of fragments) checkFragment(context, fragment);
  for (const operation of operations) checkVariables(context, operation);
}

function checkOperationNames(operations: readonly RegoObject[]): void {
  const names = namesOf(operations);
  const anonymous = operations.find(operation => text(operation, 'Name') === '');
  if (anonymous !== undefined && operations.length > 1) {
    throw problem('This anonymous operation must be the only defined operation', anonymous);
  }
  const twice = duplicate(names);
  if (twice === undefined) return;
  const second = operations[names.lastIndexOf(twice)]!;
  throw problem(`There can be only one operation named "${twice}"`, second);
}

function checkFragments(context: QueryContext, operations: readonly RegoObject[]): void {
  const { fragments } = context;
  const names = namesOf(fragments);
  const twice = duplicate(names);
  if (twice !== undefined) {
    const second = fragments[names.lastIndexOf(twice)]!;
    throw problem(`There can be only one fragment named "${twice}"`, second);
  }
  for (const fragment of fragments) refuseCycle(context, fragment);
  const used = new Set(operations.flatMap(operation => [...spreadNames(context, operation)]));
  const unused = fragments.find(fragment => !used.has(text(fragment, 'Name')));
  if (unused !== undefined)
    throw problem(`Fragment "${text(unused, 'Name')}" is never used`, unused);
}

/** No way through fragments may come back to where it began. */
function refuseCycle(context: QueryContext, fragment: RegoObject): void {
  const name = text(fragment, 'Name');
  if (!spreadNames(context, fragment).has(name)) return;
  throw problem(`Cannot spread fragment "${name}" within itself`, fragment);
}

function checkOperation(context: QueryContext, operation: RegoObject): void {
  const kind = text(operation, 'Operation');
  const root = context.schema.roots.get(kind);
  if (root === undefined)
    throw problem(`Schema does not support operation type "${kind}"`, operation);
  checkDirectives(context, operation, kind.toUpperCase());
  if (kind === 'subscription' && list(operation, 'SelectionSet').length > 1) {
    throw problem('A subscription must select only one top level field', operation);
  }
  checkSelections(context, operation, root);
  checkMerging(context, operation, root);
}

function checkFragment(context: QueryContext, fragment: RegoObject): void {
  const type = text(fragment, 'TypeCondition');
  checkCondition(context, fragment, type);
  checkDirectives(context, fragment, 'FRAGMENT_DEFINITION');
  checkSelections(context, fragment, type);
}

function checkCondition({ schema }: QueryContext, fragment: RegoObject, type: string): void {
  if (!schema.types.has(type)) throw problem(`Unknown type "${type}"`, fragment);
  if (COMPOSITE_KINDS.includes(schema.kindOf(type))) return;
  const subject = isSpread(fragment) ? `Fragment "${text(fragment, 'Name')}"` : 'Fragment';
  throw problem(`${subject} cannot condition on non composite type "${type}"`, fragment);
}

function checkSelections(context: QueryContext, tree: RegoObject, type: string): void {
  for (const selection of list(tree, 'SelectionSet')) {
    if (isField(selection)) checkField(context, selection, type);
    else if (isSpread(selection)) checkSpread(context, selection, type);
    else checkInlineFragment(context, selection, type);
  }
}

function checkField(context: QueryContext, field: RegoObject, type: string): void {
  const name = text(field, 'Name');
  const definition = context.schema.fieldOf(type, name);
  if (definition === undefined)
    throw problem(`Cannot query field "${name}" on type "${type}"`, field);
  const result = baseName(child(definition, 'Type'));
  checkLeaf(context, field, definition, result);
  const parameters = list(definition, 'Arguments');
  checkArguments(context, field, parameters, {
    subject: `Field "${name}"`,
    owner: `field "${type}.${name}"`,
  });
  checkDirectives(context, field, 'FIELD');
  checkSelections(context, field, result);
}

/** Composite types need a selection, others cannot have one. */
function checkLeaf(
  { schema }: QueryContext,
  field: RegoObject,
  definition: RegoObject,
  result: string,
): void {
  const name = text(field, 'Name');
  const selects = list(field, 'SelectionSet').length > 0;
  const isComposite = COMPOSITE_KINDS.includes(schema.kindOf(result));
  if (selects === isComposite) return;
  const type = typeText(child(definition, 'Type'));
  throw isComposite
    ? problem(`Field "${name}" of type "${type}" must have a selection of subfields`, field)
    : problem(
        `Field "${name}" must not have a selection since type "${type}" has no subfields`,
        field,
      );
}

function checkSpread(context: QueryContext, spread: RegoObject, type: string): void {
  const name = text(spread, 'Name');
  const fragment = named(context.fragments, name);
  if (fragment === undefined) throw problem(`Unknown fragment "${name}"`, spread);
  checkDirectives(context, spread, 'FRAGMENT_SPREAD');
  checkOverlap(context, spread, type, text(fragment, 'TypeCondition'));
}

function checkInlineFragment(context: QueryContext, fragment: RegoObject, type: string): void {
  const condition = text(fragment, 'TypeCondition') || type;
  checkCondition(context, fragment, condition);
  checkDirectives(context, fragment, 'INLINE_FRAGMENT');
  checkOverlap(context, fragment, type, condition);
  checkSelections(context, fragment, condition);
}

/** Some object must be both. */
function checkOverlap(
  { schema }: QueryContext,
  at: RegoObject,
  outer: string,
  inner: string,
): void {
  const possible = schema.objectsOf(inner);
  if (outer === inner || schema.objectsOf(outer).some(object => possible.includes(object))) return;
  throw problem(
    `Fragment cannot be spread here as objects of type "${outer}" can never be of type "${inner}"`,
    at,
  );
}
