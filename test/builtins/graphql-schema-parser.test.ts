import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchema } from '../../src/builtins/graphql-schema-parser.ts';
import { toJs } from '../../src/value/json.ts';

const type = (NamedType: string, NonNull = false) => ({ NamedType, NonNull });
const directive = { Name: 'd', Location: '' };

test('every kind of definition', () => {
  const text = `"s" schema @d { query: Q }
    """t""" type T implements & A & B @d { "f" f(a: Int = 1 @d): [T!] @d }
    interface A implements B { x: ID! }
    union U @d = | T | V
    enum E { "v" ONE @d TWO }
    input I { a: String = "x" }
    scalar S
    directive @d(a: Int) repeatable on | FIELD | SCALAR`;
  const definition = (Kind: string, Name: string, rest: object, Description = '') => ({
    Kind,
    Name,
    Description,
    BuiltIn: false,
    ...rest,
  });
  const one = { Kind: 1, Raw: '1', ExpectedTypeHasDefault: false };
  assert.deepEqual(toJs(parseSchema(text)), {
    Schema: [
      {
        Description: 's',
        Directives: [directive],
        OperationTypes: [{ Operation: 'query', Type: 'Q' }],
      },
    ],
    Directives: [
      {
        Name: 'd',
        Description: '',
        Arguments: [{ Name: 'a', Description: '', Type: type('Int') }],
        IsRepeatable: true,
        Locations: ['FIELD', 'SCALAR'],
      },
    ],
    Definitions: [
      definition(
        'OBJECT',
        'T',
        {
          Interfaces: ['A', 'B'],
          Directives: [directive],
          Fields: [
            {
              Name: 'f',
              Description: 'f',
              Arguments: [
                {
                  Name: 'a',
                  Description: '',
                  Type: type('Int'),
                  DefaultValue: one,
                  Directives: [directive],
                },
              ],
              Type: { NamedType: '', NonNull: false, Elem: type('T', true) },
              Directives: [directive],
            },
          ],
        },
        't',
      ),
      definition('INTERFACE', 'A', {
        Interfaces: ['B'],
        Fields: [{ Name: 'x', Description: '', Type: type('ID', true) }],
      }),
      definition('UNION', 'U', { Directives: [directive], Types: ['T', 'V'] }),
      definition('ENUM', 'E', {
        EnumValues: [
          { Name: 'ONE', Description: 'v', Directives: [directive] },
          { Name: 'TWO', Description: '' },
        ],
      }),
      definition('INPUT_OBJECT', 'I', {
        Fields: [
          {
            Name: 'a',
            Description: '',
            Type: type('String'),
            DefaultValue: { Kind: 3, Raw: 'x', ExpectedTypeHasDefault: false },
          },
        ],
      }),
      definition('SCALAR', 'S', {}),
    ],
  });
});

test('extensions', () => {
  const text = 'extend schema @d extend type T { a: Int } extend scalar S @d extend union U = V';
  const document = toJs(parseSchema(text)) as Record<string, { Name: string }[]>;
  assert.equal(document['SchemaExtension']!.length, 1);
  const names = document['Extensions']!.map(extension => extension.Name);
  assert.deepEqual(names, ['T', 'S', 'U']);
});

const errors: readonly (readonly [string, string])[] = [
  ['nope', 'Unexpected Name "nope"'],
  ['{', 'Unexpected {'],
  ['extend type T', 'Unexpected <EOF>'],
  ['extend schema', 'Unexpected <EOF>'],
  ['extend nope', 'Unexpected Name "nope"'],
  ['"d" extend type T { a: Int }', 'Unexpected String "d"'],
  ['type T {}', 'expected at least one definition, found }'],
  ['enum E {}', 'expected at least one definition, found }'],
  ['input I { a(b: Int): Int }', 'Expected :, found ('],
  ['union U = | A |', 'Expected Name, found <EOF>'],
  ['schema { nope: Q }', 'Unexpected Name "nope"'],
  ['directive @d on FIELD | NOPE', 'Unexpected Name "NOPE"'],
  ['directive @d off FIELD', 'Expected "on", found Name "off"'],
  ['type o{d(g:[', 'Expected Name, found <EOF>'],
];

for (const [text, message] of errors) {
  test(`${text}: ${message}`, () => {
    assert.throws(
      () => parseSchema(text),
      ({ message: told }: Error) => told.startsWith(`${message} in GraphQL string at location `),
    );
  });
}
