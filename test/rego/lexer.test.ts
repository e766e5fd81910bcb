import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { templateText, tokenAt } from '../../src/rego/lexer.ts';
import type { Token } from '../../src/rego/token.ts';

/** All tokens of a text, as `kind:text` with `_` before a spaced and `⏎` before a new line's token. */
function lex(text: string): string {
  const shown: string[] = [];
  let token: Token = tokenAt(text, 0);
  while (token.kind !== 'end') {
    const before = token.newline ? '⏎' : token.spaced ? '_' : '';
    const { start, end, kind, message } = token;
    shown.push(`${before}${kind}:${message ?? text.slice(start, end)}`);
    token = tokenAt(text, end);
  }
  return shown.join(' ');
}

const CASES: readonly (readonly [source: string, tokens: string])[] = [
  ['', ''],
  ['a:=b==c=d', 'identifier:a :=::= identifier:b ==:== identifier:c =:= identifier:d'],
  ['a<=b<c', 'identifier:a <=:<= identifier:b <:< identifier:c'],
  ['x [0]\n.y', 'identifier:x _[:[ number:0 ]:] ⏎.:. identifier:y'],
  ['a # b\n# c\n d', 'identifier:a ⏎identifier:d'],
  ['a # b', 'identifier:a'],
  ['_a1 1.5e-3', 'identifier:_a1 _number:1.5e-3'],
  ['"a\\"b" `a\\`', 'string:"a\\"b" _rawString:`a\\`'],
  ['`a\nb`', 'rawString:`a\nb`'],
  ['"a\nb"', 'illegal:non-terminated string ⏎identifier:b illegal:non-terminated string'],
  ['"\\x"', 'illegal:illegal escape sequence `\\x` illegal:non-terminated string'],
  ['"a', 'illegal:non-terminated string'],
  ['"a\\', 'illegal:non-terminated string'],
  ['"\0"', 'illegal:illegal null character illegal:non-terminated string'],
  ['`\0`', 'illegal:illegal null character'],
  ['01', 'illegal:expected number without leading zero'],
  ['é', 'illegal:illegal character `é`'],
  [
    'a!=b ! 💥',
    'identifier:a !=:!= identifier:b _illegal:illegal character `!` _illegal:illegal character `💥`',
  ],
  ['$"a', 'template:$" identifier:a'],
  ['$x', 'illegal:illegal character `$` identifier:x'],
];

describe('tokens', () => {
  for (const [source, tokens] of CASES) {
    test(JSON.stringify(source), () => assert.equal(lex(source), tokens));
  }

  test('comments are told with the token after them', () => {
    const text = '#one\r\n  # two\nx';
    const comments = tokenAt(text, 0).comments.map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(comments, ['#one', '# two']);
  });

  test('any text ends in the end, each token going on from the last', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        for (let token = tokenAt(text, 0); token.kind !== 'end'; token = tokenAt(text, token.end)) {
          assert.ok(token.end > token.start && token.end <= text.length);
        }
      }),
    );
  });
});

describe('text of template strings', () => {
  const cases: readonly (readonly [text: string, raw: boolean, value: string, last: boolean])[] = [
    ['a"', false, 'a', true],
    ['a{x}"', false, 'a', false],
    ['\\{a\\}'.replace('\\}', '}') + '\\n"', false, '{a}\n', true],
    ['a\\n\n`', true, 'a\\n\n', true],
    ['\\{\\\\{x}`', true, '{\\{x}', true],
  ];
  for (const [text, raw, value, last] of cases) {
    test(text, () => {
      const read = templateText(text, 0, raw);
      assert.deepEqual(
        { kind: read.kind, ...('value' in read ? { value: read.value, last: read.last } : {}) },
        { kind: 'text', value, last },
      );
    });
  }

  test('open or with an unknown escape it is illegal', () => {
    assert.equal(templateText('a', 0, false).kind, 'illegal');
    assert.equal(templateText('a\n"', 0, false).kind, 'illegal');
    assert.equal(templateText('a', 0, true).kind, 'illegal');
    assert.deepEqual(templateText('a\\q"', 0, false), {
      kind: 'illegal',
      start: 1,
      end: 3,
      message: 'illegal escape sequence `\\q`',
    });
  });
});
