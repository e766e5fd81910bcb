import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  [
    'graphql.parse_query("{ a }")',
    '{"Operations": [{"Name": "", "Operation": "query", "SelectionSet": [{"Alias": "a", "Name": "a"}]}]}',
  ],
  [
    'graphql.parse_query("{")',
    'eval_builtin_error: graphql.parse_query: Expected Name, found <EOF> in GraphQL string at location 1:2',
  ],
  [
    'graphql.parse_query(1)',
    'eval_type_error: graphql.parse_query: operand 1 must be string but got number',
  ],
  [
    'graphql.parse_schema("scalar S")',
    '{"Definitions": [{"BuiltIn": false, "Description": "", "Kind": "SCALAR", "Name": "S"}]}',
  ],
  [
    'graphql.parse_schema("x")',
    'eval_builtin_error: graphql.parse_schema: Unexpected Name "x" in GraphQL string at location 1:1',
  ],
  ['graphql.schema_is_valid("scalar S")', 'true'],
  ['graphql.schema_is_valid("scalar Int")', 'false'],
  ['graphql.schema_is_valid("{")', 'false'],
  ['graphql.schema_is_valid({"Definitions": [{"Kind": "SCALAR", "Name": "S"}]})', 'true'],
  ['graphql.schema_is_valid(1)', 'false'],
  ['graphql.is_valid("{ a }", "type Query { a: Int }")', 'true'],
  ['graphql.is_valid("{ b }", "type Query { a: Int }")', 'false'],
  ['graphql.is_valid("{", "type Query { a: Int }")', 'false'],
  ['graphql.is_valid("{ a }", "type Query")', 'false'],
  ['graphql.is_valid(1, 2)', 'false'],
  [
    'graphql.parse("{ a }", "scalar S")',
    'eval_builtin_error: graphql.parse: Schema does not support operation type "query" in GraphQL string at location 1:1',
  ],
  [
    'graphql.parse("", "type T")',
    'eval_builtin_error: graphql.parse: the GraphQL schema is not valid',
  ],
  [
    'graphql.parse("", 1)',
    'eval_type_error: graphql.parse: operand 2 must be one of {string, object} but got number',
  ],
  [
    'graphql.parse("", "scalar S")',
    '[{}, {"Definitions": [{"BuiltIn": false, "Description": "", "Kind": "SCALAR", "Name": "S"}]}]',
  ],
  [
    'graphql.parse_and_verify({}, "scalar S")',
    '[true, {}, {"Definitions": [{"BuiltIn": false, "Description": "", "Kind": "SCALAR", "Name": "S"}]}]',
  ],
  ['graphql.parse_and_verify("{ a }", "scalar S")', '[false, {}, {}]'],
]);
