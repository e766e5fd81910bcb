import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphqlLexer } from '../../src/builtins/graphql-lexer.ts';

/** `kind:value@line:column` of every token. */
function tokens(text: string): string {
  const lexer = new GraphqlLexer(text);
  const shown: string[] = [];
  for (;;) {
    const { kind, value, line, column } = lexer.next();
    shown.push(`${kind}${value === '' ? '' : `:${value}`}@${line}:${column}`);
    if (kind === '<EOF>' || kind === '<Invalid>') return shown.join(' ');
  }
}

const rows: readonly (readonly [string, string])[] = [
  ['', '<EOF>@1:1'],
  ['{ a, b }', '{@1:1 Name:a@1:3 Name:b@1:6 }@1:8 <EOF>@1:9'],
  ['a # comment\r\n b', 'Name:a@1:1 Name:b@2:2 <EOF>@2:3'],
  [
    '...$!&()|:=@[]',
    '...@1:1 $@1:4 !@1:5 &@1:6 (@1:7 )@1:8 |@1:9 :@1:10 =@1:11 @@1:12 [@1:13 ]@1:14 <EOF>@1:15',
  ],
  ['0 -1 2.50 3e+4', 'Int:0@1:1 Int:-1@1:3 Float:2.50@1:6 Float:3e+4@1:11 <EOF>@1:15'],
  ['"a\\n\\u00e4\\"" ', 'String:a\nä"@1:2 <EOF>@1:15'],
  ['"ä" b', 'String:ä@1:2 Name:b@1:5 <EOF>@1:6'],
  ['"""\n  a\n    b\n  \\"""\n""" x', 'BlockString:a\n  b\n"""@1:4 Name:x@5:5 <EOF>@5:6'],
  ['""""""', 'BlockString@1:4 <EOF>@1:7'],
  ['\ufeffa', 'Name:a@1:2 <EOF>@1:3'],
];

for (const [text, shown] of rows)
  test(JSON.stringify(text), () => assert.equal(tokens(text), shown));

test('what is no token', () => {
  for (const text of ['00', '1.', '1a', '-', '"a', '"a\nb"', '"\\x"', '..', "'", '?']) {
    assert.equal(tokens(text), '<Invalid>@1:1', text);
  }
  assert.equal(tokens('"""\r'), '<Invalid>@2:1');
});
