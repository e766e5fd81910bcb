/*
 * Arguments, input values and directives of GraphQL queries (GraphQL specification, sections 5.4,
 * 5.6 and 5.7).
 */
import type { RegoObject } from '../value/value.ts';
import { KIND } from './graphql-parser.ts';
import { problem, type QueryContext } from './graphql-query.ts';
import type { GraphqlSchema } from './graphql-schema.ts';
import {
  child,
  duplicate,
  isTrue,
  list,
  named,
  namesOf,
  text,
  typeText,
  values,
} from './graphql-tree.ts';

/** How a message calls what has the arguments. */
interface Owner {
  /** `Field "f"`. */
  readonly subject: string;
  /** `field "T.f"`. */
  readonly owner: string;
}

function isRequired(parameter: RegoObject): boolean {
  return isTrue(child(parameter, 'Type'), 'NonNull') && !parameter.has('DefaultValue');
}

/** Arguments must be known, unique, of the right type, and all there that are required. */
export function checkArguments(
  context: QueryContext,
  use: RegoObject,
  parameters: readonly RegoObject[],
  { subject, owner }: Owner,
): void {
  const given = list(use, 'Arguments');
  const twice = duplicate(namesOf(given));
  if (twice !== undefined) throw problem(`There can be only one argument named "${twice}"`, use);
  for (const argument of given) {
    const name = text(argument, 'Name');
    const parameter = named(parameters, name);
    if (parameter === undefined) throw problem(`Unknown argument "${name}" on ${owner}`, argument);
    checkValue(context.schema, child(argument, 'Value'), child(parameter, 'Type'));
  }
  const missing = parameters.find(item => isRequired(item) && !named(given, text(item, 'Name')));
  if (missing === undefined) return;
  const name = text(missing, 'Name');
  const type = typeText(child(missing, 'Type'));
  throw problem(
    `${subject} argument "${name}" of type "${type}" is required, but it was not provided`,
    use,
  );
}

/** Directives must be known, in a place they are for, and once unless repeatable. */
export function checkDirectives(context: QueryContext, tree: RegoObject, location: string): void {
  const used = list(tree, 'Directives');
  for (const use of used) {
    const name = text(use, 'Name');
    const definition = context.schema.directives.get(name);
    if (definition === undefined) throw problem(`Unknown directive "@${name}"`, use);
    if (!values(definition, 'Locations').includes(location)) {
      throw problem(`Directive "@${name}" may not be used on ${location}`, use);
    }
    const times = used.filter(other => text(other, 'Name') === name).length;
    if (times > 1 && !isTrue(definition, 'IsRepeatable')) {
      throw problem(`The directive "@${name}" can only be used once at this location`, use);
    }
    const parameters = list(definition, 'Arguments');
    checkArguments(context, use, parameters, {
      subject: `Directive "@${name}"`,
      owner: `directive "@${name}"`,
    });
  }
}

/** The scalars of the specification, and the kinds of values they take. */
const SCALAR_KINDS: ReadonlyMap<string, readonly number[]> = new Map([
  ['Int', [KIND.Int]],
  ['Float', [KIND.Int, KIND.Float]],
  ['String', [KIND.String, KIND.BlockString]],
  ['Boolean', [KIND.boolean]],
  ['ID', [KIND.Int, KIND.String, KIND.BlockString]],
]);

function wrongValue(value: RegoObject, type: RegoObject): Error {
  const shown = text(value, 'Raw') || (value.get('Kind') === KIND.list ? '[…]' : '{…}');
  return problem(`Expected type "${typeText(type)}", found ${shown}`, value);
}

/** Variables are checked where they are used as a whole (see graphql-variable-check.ts). */
export function checkValue(schema: GraphqlSchema, value: RegoObject, type: RegoObject): void {
  const kind = value.get('Kind');
  if (kind === KIND.variable) return;
  if (kind === KIND.null) {
    if (isTrue(type, 'NonNull')) throw wrongValue(value, type);
    return;
  }
  if (type.has('Elem')) checkList(schema, value, child(type, 'Elem'));
  else checkNamed(schema, value, type);
}

/** A value that is no list stands for a list of one. */
function checkList(schema: GraphqlSchema, value: RegoObject, element: RegoObject): void {
  if (value.get('Kind') !== KIND.list) return checkValue(schema, value, element);
  for (const item of list(value, 'Children')) checkValue(schema, child(item, 'Value'), element);
}

function checkNamed(schema: GraphqlSchema, value: RegoObject, type: RegoObject): void {
  const definition = schema.types.get(text(type, 'NamedType'));
  const kind = Number(value.get('Kind'));
  switch (definition?.kind) {
    case 'SCALAR': {
      const accepted = SCALAR_KINDS.get(definition.name);
      if (accepted !== undefined && !accepted.includes(kind)) throw wrongValue(value, type);
      return;
    }
    case 'ENUM': {
      const isKnown = named(definition.enumValues, text(value, 'Raw')) !== undefined;
      if (kind !== KIND.enum || !isKnown) throw wrongValue(value, type);
      return;
    }
    case 'INPUT_OBJECT':
      if (kind !== KIND.object) throw wrongValue(value, type);
      return checkInputObject(schema, value, definition.name, definition.fields);
    default:
      throw wrongValue(value, type);
  }
}

function checkInputObject(
  schema: GraphqlSchema,
  value: RegoObject,
  type: string,
  fields: readonly RegoObject[],
): void {
  const given = list(value, 'Children');
  const twice = duplicate(namesOf(given));
  if (twice !== undefined)
    throw problem(`There can be only one input field named "${twice}"`, value);
  for (const entry of given) {
    const name = text(entry, 'Name');
    const field = named(fields, name);
    if (field === undefined) {
      throw problem(`Field "${name}" is not defined by type "${type}"`, entry);
    }
    checkValue(schema, child(entry, 'Value'), child(field, 'Type'));
  }
  const missing = fields.find(item => isRequired(item) && !named(given, text(item, 'Name')));
  if (missing === undefined) return;
  const name = text(missing, 'Name');
  throw problem(`Field "${type}.${name}" of required type was not provided`, value);
}
