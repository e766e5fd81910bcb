import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BuiltinError } from '../../src/builtins/builtin.ts';
import { parseQuery } from '../../src/builtins/graphql-parser.ts';
import { checkQuery } from '../../src/builtins/graphql-query-check.ts';
import { GraphqlSchema } from '../../src/builtins/graphql-schema.ts';
import { parseSchema } from '../../src/builtins/graphql-schema-parser.ts';

const SCHEMA = new GraphqlSchema(
  parseSchema(`
    type Query {
      pet: Pet dog: Dog cat: Cat all: [Pet!]! either: CatOrDog count: Int!
      find(id: ID!, limit: Int = 10, kind: Kind, filter: Filter, tags: [String!]): Pet
    }
    type Mutation { rename(name: String!): Dog }
    type Subscription { barked: Dog purred: Cat }
    interface Pet { name(short: Boolean): String owner: Person }
    type Dog implements Pet { name(short: Boolean): String owner: Person barks: Boolean! age: Int }
    type Cat implements Pet { name(short: Boolean): String owner: Person meows: Boolean age: String }
    type Person { name: String pets: [Pet] }
    union CatOrDog = Cat | Dog
    enum Kind { DOG CAT }
    input Filter { name: String! age: Int = 1 tags: [String!] inner: Filter }
    directive @once(n: Int!) on FIELD
    directive @many repeatable on FIELD | QUERY | VARIABLE_DEFINITION | FRAGMENT_DEFINITION`),
);

/** What is wrong with a query against the schema above; `ok` if nothing is. */
function verdict(query: string): string {
  try {
    checkQuery(SCHEMA, parseQuery(query));
    return 'ok';
  } catch (error) {
    if (error instanceof BuiltinError) return error.message.replace(/ in GraphQL string.*$/, '');
    throw error;
  }
}

/** One test per query and what is wrong with it. */
export function queryTable(rows: readonly (readonly [query: string, verdict: string])[]): void {
  for (const [query, expected] of rows) test(query, () => assert.equal(verdict(query), expected));
}
