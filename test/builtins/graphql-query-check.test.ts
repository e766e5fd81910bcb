import { queryTable } from '../support/graphql-queries.ts';

queryTable([
  ['', 'ok'],
  ['{ pet { name ... on Dog { barks } ...C } } fragment C on Cat { meows }', 'ok'],
  ['{ __typename __schema { types { name kind } } __type(name: "Dog") { ofType { name } } }', 'ok'],
  ['{ either { __typename ... on Pet { name } } }', 'ok'],
  ['query A { count } query B { count }', 'ok'],
  ['mutation { rename(name: "x") { name } }', 'ok'],
  ['query A { count } { count }', 'This anonymous operation must be the only defined operation'],
  ['query A { count } query A { count }', 'There can be only one operation named "A"'],
  [
    'subscription { barked { age } purred { age } }',
    'A subscription must select only one top level field',
  ],
  [
    '{ dog { ...F } } fragment F on Dog { age } fragment F on Dog { age }',
    'There can be only one fragment named "F"',
  ],
  [
    '{ dog { ...F } } fragment F on Dog { owner { pets { ...F } } }',
    'Cannot spread fragment "F" within itself',
  ],
  [
    '{ dog { ...F } } fragment F on Dog { ...G } fragment G on Dog { ...F }',
    'Cannot spread fragment "F" within itself',
  ],
  ['{ count } fragment F on Dog { age }', 'Fragment "F" is never used'],
  ['{ dog { ...G } }', 'Unknown fragment "G"'],
  ['{ dog { ... on Nope { age } } }', 'Unknown type "Nope"'],
  ['{ dog { ... on Kind { age } } }', 'Fragment cannot condition on non composite type "Kind"'],
  [
    '{ dog { ...F } } fragment F on Filter { age }',
    'Fragment cannot be spread here as objects of type "Dog" can never be of type "Filter"',
  ],
  [
    '{ dog { ... on Cat { meows } } }',
    'Fragment cannot be spread here as objects of type "Dog" can never be of type "Cat"',
  ],
  ['{ dog { ... { age } } }', 'ok'],
  ['{ nope }', 'Cannot query field "nope" on type "Query"'],
  ['{ pet { barks } }', 'Cannot query field "barks" on type "Pet"'],
  ['{ either { name } }', 'Cannot query field "name" on type "CatOrDog"'],
  ['{ dog }', 'Field "dog" of type "Dog" must have a selection of subfields'],
  ['{ all }', 'Field "all" of type "[Pet!]!" must have a selection of subfields'],
  ['{ count { x } }', 'Field "count" must not have a selection since type "Int!" has no subfields'],
]);
