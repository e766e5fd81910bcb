import { queryTable } from '../support/graphql-queries.ts';

const find = (rest: string) => `{ find(id: 1, ${rest}) { name } }`;

queryTable([
  ['{ find(id: "x") { name(short: true) } }', 'ok'],
  [find('kind: DOG, tags: ["a"], filter: {name: "n", inner: {name: "m", tags: null}}'), 'ok'],
  [find('limit: null, tags: "a"'), 'ok'],
  [
    '{ find { name } }',
    'Field "find" argument "id" of type "ID!" is required, but it was not provided',
  ],
  ['{ find(id: null) { name } }', 'Expected type "ID!", found null'],
  ['{ find(id: 1.5) { name } }', 'Expected type "ID!", found 1.5'],
  [find('id: 2'), 'There can be only one argument named "id"'],
  [find('nope: 2'), 'Unknown argument "nope" on field "Query.find"'],
  [find('limit: "x"'), 'Expected type "Int", found x'],
  [find('limit: [1]'), 'Expected type "Int", found […]'],
  [find('kind: FISH'), 'Expected type "Kind", found FISH'],
  [find('kind: "DOG"'), 'Expected type "Kind", found DOG'],
  [find('tags: ["a", null]'), 'Expected type "String!", found null'],
  [find('tags: [1]'), 'Expected type "String!", found 1'],
  [find('filter: 1'), 'Expected type "Filter", found 1'],
  [find('filter: {}'), 'Field "Filter.name" of required type was not provided'],
  [find('filter: {name: "a", nope: 1}'), 'Field "nope" is not defined by type "Filter"'],
  [find('filter: {name: "a", name: "b"}'), 'There can be only one input field named "name"'],
  ['{ dog { name(short: {a: 1}) } }', 'Expected type "Boolean", found {…}'],
  ['query @many { count @many @many @once(n: 1) @skip(if: true) }', 'ok'],
  ['{ count @nope }', 'Unknown directive "@nope"'],
  ['query @once(n: 1) { count }', 'Directive "@once" may not be used on QUERY'],
  [
    '{ count @once(n: 1) @once(n: 2) }',
    'The directive "@once" can only be used once at this location',
  ],
  [
    '{ count @once }',
    'Directive "@once" argument "n" of type "Int!" is required, but it was not provided',
  ],
  ['{ count @once(n: 1, m: 2) }', 'Unknown argument "m" on directive "@once"'],
  ['{ dog { ... @once(n: 1) { age } } }', 'Directive "@once" may not be used on INLINE_FRAGMENT'],
  [
    '{ dog { ...F @many } } fragment F on Dog @many { age }',
    'Directive "@many" may not be used on FRAGMENT_SPREAD',
  ],
]);
