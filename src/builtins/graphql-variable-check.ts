/*
 * Variables of GraphQL operations (GraphQL specification, section 5.8): each defined once with an
 * input type, used, and only where its type fits; uses inside fragments count for every operation
 * that spreads them.
 */
import { RegoObject } from '../value/value.ts';
import { checkDirectives, checkValue } from './graphql-argument-check.ts';
import { KIND } from './graphql-parser.ts';
import { isField, isSpread, problem, type QueryContext, spreadNames } from './graphql-query.ts';
import { type GraphqlSchema, INPUT_KINDS } from './graphql-schema.ts';
import { baseName, child, duplicate, isTrue, list, named, text, typeText } from './graphql-tree.ts';

/** A place where a variable stands, with the type that is expected there. */
interface Use {
  readonly value: RegoObject;
  readonly type: RegoObject;
  readonly hasDefault: boolean;
}

export function checkVariables(context: QueryContext, operation: RegoObject): void {
  const definitions = list(operation, 'VariableDefinitions');
  checkDefinitions(context, definitions, operation);
  const uses = usesOf(context, operation);
  for (const use of uses) checkUse(definitions, use, operation);
  const names = new Set(uses.map(use => text(use.value, 'Raw')));
  const unused = definitions.find(definition => !names.has(text(definition, 'Variable')));
  if (unused === undefined) return;
  throw problem(
    `Variable "$${text(unused, 'Variable')}" is never used${within(operation)}`,
    unused,
  );
}

function within(operation: RegoObject): string {
  const name = text(operation, 'Name');
  return name === '' ? '' : ` in operation "${name}"`;
}

function checkDefinitions(
  context: QueryContext,
  definitions: readonly RegoObject[],
  operation: RegoObject,
): void {
  const twice = duplicate(definitions.map(definition => text(definition, 'Variable')));
  if (twice !== undefined) {
    throw problem(`There can be only one variable named "$${twice}"`, operation);
  }
  for (const definition of definitions) checkDefinition(context, definition);
}

function checkDefinition(context: QueryContext, definition: RegoObject): void {
  const { schema } = context;
  const type = child(definition, 'Type');
  if (!schema.types.has(baseName(type)))
    throw problem(`Unknown type "${baseName(type)}"`, definition);
  if (!INPUT_KINDS.includes(schema.kindOf(baseName(type)))) {
    const name = text(definition, 'Variable');
    throw problem(`Variable "$${name}" cannot be non-input type "${typeText(type)}"`, definition);
  }
  const fallback = definition.get('DefaultValue');
  if (fallback instanceof RegoObject) checkValue(schema, fallback, type);
  checkDirectives(context, definition, 'VARIABLE_DEFINITION');
}

function checkUse(definitions: readonly RegoObject[], use: Use, operation: RegoObject): void {
  const name = text(use.value, 'Raw');
  const definition = definitions.find(item => text(item, 'Variable') === name);
  if (definition === undefined) {
    const where =
      text(operation, 'Name') === '' ? '' : ` by operation "${text(operation, 'Name')}"`;
    throw problem(`Variable "$${name}" is not defined${where}`, use.value);
  }
  if (fits(definition, use)) return;
  const [own, expected] = [typeText(child(definition, 'Type')), typeText(use.type)];
  throw problem(
    `Variable "$${name}" of type "${own}" used in position expecting type "${expected}"`,
    use.value,
  );
}

/** A default, of the variable or of the place, makes up for a missing `!`. */
function fits(definition: RegoObject, { type, hasDefault }: Use): boolean {
  const own = child(definition, 'Type');
  const fallback = definition.get('DefaultValue');
  const hasOwnDefault = fallback instanceof RegoObject && fallback.get('Kind') !== KIND.null;
  return isCompatible(own, type, hasDefault || hasOwnDefault);
}

function isCompatible(own: RegoObject, expected: RegoObject, mayBeNull: boolean): boolean {
  if (isTrue(expected, 'NonNull') && !isTrue(own, 'NonNull') && !mayBeNull) return false;
  if (own.has('Elem') !== expected.has('Elem')) return false;
  if (own.has('Elem')) return isCompatible(child(own, 'Elem'), child(expected, 'Elem'), false);
  return baseName(own) === baseName(expected);
}

function usesOf(context: QueryContext, operation: RegoObject): readonly Use[] {
  const root = context.schema.roots.get(text(operation, 'Operation'))!;
  const spread = [...spreadNames(context, operation)].flatMap(name => {
    const fragment = named(context.fragments, name);
    return fragment === undefined ? [] : usesIn(context, fragment, text(fragment, 'TypeCondition'));
  });
  return [...usesIn(context, operation, root), ...spread];
}

function usesIn(context: QueryContext, tree: RegoObject, type: string): readonly Use[] {
  const inside = list(tree, 'SelectionSet').flatMap(selection => {
    if (isField(selection)) return usesInField(context, selection, type);
    if (isSpread(selection)) return usesInDirectives(context, selection);
    return usesIn(context, selection, text(selection, 'TypeCondition') || type);
  });
  return [...usesInDirectives(context, tree), ...inside];
}

function usesInField(context: QueryContext, field: RegoObject, type: string): readonly Use[] {
  const definition = context.schema.fieldOf(type, text(field, 'Name'))!;
  const given = usesInArguments(context.schema, field, list(definition, 'Arguments'));
  return [...given, ...usesIn(context, field, baseName(child(definition, 'Type')))];
}

function usesInDirectives({ schema }: QueryContext, tree: RegoObject): readonly Use[] {
  return list(tree, 'Directives').flatMap(use => {
    const definition = schema.directives.get(text(use, 'Name'))!;
    return usesInArguments(schema, use, list(definition, 'Arguments'));
  });
}

function usesInArguments(
  schema: GraphqlSchema,
  use: RegoObject,
  parameters: readonly RegoObject[],
): readonly Use[] {
  return list(use, 'Arguments').flatMap(argument => {
    const parameter = named(parameters, text(argument, 'Name'))!;
    return usesInEntry(schema, child(argument, 'Value'), parameter);
  });
}

function usesInEntry(
  schema: GraphqlSchema,
  value: RegoObject,
  parameter: RegoObject,
): readonly Use[] {
  return usesInValue(schema, value, child(parameter, 'Type'), parameter.has('DefaultValue'));
}

function usesInValue(
  schema: GraphqlSchema,
  value: RegoObject,
  type: RegoObject,
  hasDefault: boolean,
): readonly Use[] {
  if (value.get('Kind') === KIND.variable) return [{ value, type, hasDefault }];
  const children = list(value, 'Children');
  if (type.has('Elem')) {
    const element = child(type, 'Elem');
    return children.flatMap(item => usesInValue(schema, child(item, 'Value'), element, false));
  }
  const fields = schema.types.get(text(type, 'NamedType'))?.fields ?? [];
  return children.flatMap(entry => {
    const field = named(fields, text(entry, 'Name'));
    return field === undefined ? [] : usesInEntry(schema, child(entry, 'Value'), field);
  });
}
