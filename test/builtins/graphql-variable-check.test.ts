import { queryTable } from '../support/graphql-queries.ts';

const find = (variables: string, rest: string) =>
  `query Q(${variables}) { find(${rest}) { name } }`;

queryTable([
  [find('$id: ID!', 'id: $id'), 'ok'],
  [find('$id: ID! = 1 @many', 'id: $id'), 'ok'],
  [find('$id: ID = 1', 'id: $id'), 'ok'],
  [find('$n: Int!, $t: [String!]', 'id: 1, limit: $n, tags: $t'), 'ok'],
  [find('$s: String!', 'id: 1, tags: [$s], filter: {name: $s}'), 'ok'],
  [
    'query($b: Boolean!) { dog { ...F } } fragment F on Dog { age @skip(if: $b) name(short: $b) }',
    'ok',
  ],
  [find('$id: ID', 'id: $id'), 'Variable "$id" of type "ID" used in position expecting type "ID!"'],
  [
    find('$id: ID = null', 'id: $id'),
    'Variable "$id" of type "ID" used in position expecting type "ID!"',
  ],
  [
    find('$n: String', 'id: 1, limit: $n'),
    'Variable "$n" of type "String" used in position expecting type "Int"',
  ],
  [
    find('$t: [String]', 'id: 1, tags: $t'),
    'Variable "$t" of type "[String]" used in position expecting type "[String!]"',
  ],
  [
    find('$t: String', 'id: 1, tags: $t'),
    'Variable "$t" of type "String" used in position expecting type "[String!]"',
  ],
  [
    find('$s: String', 'id: 1, filter: {name: $s}'),
    'Variable "$s" of type "String" used in position expecting type "String!"',
  ],
  [find('$a: Int', 'id: 1'), 'Variable "$a" is never used in operation "Q"'],
  ['query($a: Int) { count }', 'Variable "$a" is never used'],
  [find('$a: ID!', 'id: $b'), 'Variable "$b" is not defined by operation "Q"'],
  ['{ find(id: $b) { name } }', 'Variable "$b" is not defined'],
  [
    'query Q { dog { ...F } } fragment F on Dog { name(short: $s) }',
    'Variable "$s" is not defined by operation "Q"',
  ],
  [find('$a: ID!, $a: ID!', 'id: $a'), 'There can be only one variable named "$a"'],
  [find('$a: Nope', 'id: $a'), 'Unknown type "Nope"'],
  [find('$a: Dog', 'id: $a'), 'Variable "$a" cannot be non-input type "Dog"'],
  [find('$a: Int = "x"', 'id: 1, limit: $a'), 'Expected type "Int", found x'],
]);
