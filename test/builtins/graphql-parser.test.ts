import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from '../../src/builtins/graphql-parser.ts';
import { toJs } from '../../src/value/json.ts';

test('a query with everything', () => {
  const text = `query Q($v: [T!]! = [1] @d) @e {
    alias: field(a: $v, b: {k: "s"}, c: [null, true, E, 1.5, """b"""]) @if(x: 1) { ...F @g ... on T { x } ... { y } }
  }
  fragment F on T { z }
  subscription { s }`;
  const value = (Kind: number, Raw: string, Children?: unknown[]) => ({
    Kind,
    Raw,
    ExpectedTypeHasDefault: false,
    ...(Children && { Children }),
  });
  const field = (Name: string) => ({ Alias: Name, Name });
  const directive = (Name: string) => ({ Name, Location: '' });
  assert.deepEqual(toJs(parseQuery(text)), {
    Operations: [
      {
        Operation: 'query',
        Name: 'Q',
        VariableDefinitions: [
          {
            Variable: 'v',
            Type: { NamedType: '', NonNull: true, Elem: { NamedType: 'T', NonNull: true } },
            DefaultValue: value(8, '', [{ Name: '', Value: value(1, '1') }]),
            Directives: [directive('d')],
            Used: false,
          },
        ],
        Directives: [directive('e')],
        SelectionSet: [
          {
            Alias: 'alias',
            Name: 'field',
            Arguments: [
              { Name: 'a', Value: value(0, 'v') },
              { Name: 'b', Value: value(9, '', [{ Name: 'k', Value: value(3, 's') }]) },
              {
                Name: 'c',
                Value: value(8, '', [
                  { Name: '', Value: value(6, 'null') },
                  { Name: '', Value: value(5, 'true') },
                  { Name: '', Value: value(7, 'E') },
                  { Name: '', Value: value(2, '1.5') },
                  { Name: '', Value: value(4, 'b') },
                ]),
              },
            ],
            Directives: [{ ...directive('if'), Arguments: [{ Name: 'x', Value: value(1, '1') }] }],
            SelectionSet: [
              { Name: 'F', Directives: [directive('g')] },
              { TypeCondition: 'T', SelectionSet: [field('x')] },
              { TypeCondition: '', SelectionSet: [field('y')] },
            ],
          },
        ],
      },
      { Operation: 'subscription', Name: '', SelectionSet: [field('s')] },
    ],
    Fragments: [{ Name: 'F', TypeCondition: 'T', SelectionSet: [field('z')] }],
  });
});

test('an empty text is an empty document', () => assert.deepEqual(toJs(parseQuery(' # x')), {}));

const errors: readonly (readonly [string, string])[] = [
  ['{', 'Expected Name, found <EOF> in GraphQL string at location 1:2'],
  ['{}', 'expected at least one definition, found } in GraphQL string at location 1:2'],
  ['{ a: {} }', 'Expected Name, found { in GraphQL string at location 1:6'],
  ['nope { a }', 'Unexpected Name "nope" in GraphQL string at location 1:1'],
  ['query Q', 'Expected {, found <EOF> in GraphQL string at location 1:8'],
  ['query ($x: T = $y) { a }', 'Unexpected $ in GraphQL string at location 1:16'],
  ['{ ...on }', 'Expected Name, found } in GraphQL string at location 1:9'],
  ['fragment on on T { a }', 'Unexpected Name "on" in GraphQL string at location 1:10'],
  ['fragment F T', 'Expected "on", found Name "T" in GraphQL string at location 1:12'],
  ['{ a(b: "x }', 'Unexpected <Invalid> in GraphQL string at location 1:8'],
  ['{ a(b: ) }', 'Unexpected ) in GraphQL string at location 1:8'],
  ['{ a(b c) }', 'Expected :, found Name in GraphQL string at location 1:7'],
];

for (const [text, message] of errors) {
  test(`${text}: ${message}`, () => {
    assert.throws(() => parseQuery(text), { code: 'eval_builtin_error', message });
  });
}

test('nesting is bounded', () => {
  assert.throws(() => parseQuery('{a'.repeat(5000)), /nesting is deeper than 128/);
  assert.throws(() => parseQuery(`{a(b: ${'['.repeat(5000)}`), /nesting is deeper than 128/);
  assert.throws(() => parseQuery(`query($a: ${'['.repeat(5000)}`), /nesting is deeper than 128/);
});
