import { RegoObject, type Value } from '../value/value.ts';
import { type Builtin, BuiltinError, define } from './builtin.ts';
import { parseQuery } from './graphql-parser.ts';
import { isValidSchema } from './graphql-schema.ts';
import { parseSchema } from './graphql-schema-parser.ts';
import { stringAt } from './operand.ts';

/** A schema as text, or as the tree of one. */
function schemaIsValid([schema]: readonly Value[]): boolean {
  if (schema instanceof RegoObject) return isValidSchema(schema);
  if (typeof schema !== 'string') return false;
  try {
    return isValidSchema(parseSchema(schema));
  } catch (error) {
    if (error instanceof BuiltinError) return false;
    throw error;
  }
}

/** Checking a query against a schema (is_valid, parse, parse_and_verify) is not implemented. */
export const graphql: readonly Builtin[] = [
  define('graphql.parse_query', args => parseQuery(stringAt(args, 1))),
  define('graphql.parse_schema', args => parseSchema(stringAt(args, 1))),
  define('graphql.schema_is_valid', schemaIsValid),
];
