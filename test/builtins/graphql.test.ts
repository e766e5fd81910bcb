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
]);
