import { RegoObject, type Value } from '../value/value.ts';
import { type Builtin, BuiltinError, define, failure } from './builtin.ts';
import { parseQuery } from './graphql-parser.ts';
import { checkQuery } from './graphql-query-check.ts';
import { GraphqlSchema } from './graphql-schema.ts';
import { isValidSchema } from './graphql-schema-check.ts';
import { parseSchema } from './graphql-schema-parser.ts';
import { stringAt, wrongType } from './operand.ts';

/** A document as text, or as the tree of one. */
function documentAt(
  args: readonly Value[],
  position: number,
  parse: (text: string) => Value,
): Value {
  const document = args[position - 1]!;
  if (document instanceof RegoObject) return document;
  if (typeof document === 'string') return parse(document);
  throw wrongType(position, document, 'string', 'object');
}

function schemaAt(args: readonly Value[], position: number): GraphqlSchema {
  const schema = new GraphqlSchema(documentAt(args, position, parseSchema));
  if (!isValidSchema(schema)) throw failure('the GraphQL schema is not valid');
  return schema;
}

/** The query and the schema, if both are valid and fit each other. */
function parse(args: readonly Value[]): readonly [Value, Value] {
  const query = documentAt(args, 1, parseQuery);
  const schema = schemaAt(args, 2);
  checkQuery(schema, query);
  return [query, schema.document];
}

/** What a call gives, or `otherwise` where it fails. */
function unlessFailed<T>(run: () => T, otherwise: T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof BuiltinError) return otherwise;
    throw error;
  }
}

export const graphql: readonly Builtin[] = [
  define('graphql.parse_query', args => parseQuery(stringAt(args, 1))),
  define('graphql.parse_schema', args => parseSchema(stringAt(args, 1))),
  define('graphql.parse', parse),
  define('graphql.parse_and_verify', args =>
    unlessFailed<Value>(() => [true, ...parse(args)], [false, RegoObject.empty, RegoObject.empty]),
  ),
  define('graphql.is_valid', args => unlessFailed(() => parse(args).length === 2, false)),
  define('graphql.schema_is_valid', args =>
    unlessFailed(() => schemaAt(args, 1) instanceof GraphqlSchema, false),
  ),
];
