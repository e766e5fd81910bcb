import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Span } from '../../src/base/source.ts';
import { type KeyPath, readYaml, type YamlDocument } from '../../src/gateway/config-yaml.ts';

const TEXT = `top: 1
list:
  - name: "a"
    when: 'x == 1'
  - when: "y == \\"z\\""
  - when: |
      first &&
        second
  - when: >
      folded
      text
flow: { key: [1, 2] }
`;

function read(text: string): YamlDocument {
  const result = readYaml({ name: 'test.yaml', text });
  if (result.kind === 'invalid') throw new Error(result.diagnostics[0]!.message);
  return result.document;
}

function text({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}

describe('places in YAML', () => {
  const document = read(TEXT);

  it('values', () => {
    const table: readonly (readonly [KeyPath, string])[] = [
      [['top'], '1'],
      [['list', 0, 'name'], '"a"'],
      [['list', 0], 'name: "a"'],
      [['flow', 'key', 1], '2'],
      [['flow', 'missing'], '{ key: [1, 2] }'],
      [[], 'top: 1'],
    ];
    for (const [path, expected] of table) assert.equal(text(document.span(path)), expected);
  });

  it('keys', () => {
    assert.equal(text(document.keySpan(['top'])), 'top');
    assert.equal(text(document.keySpan(['list', 0, 'when'])), 'when');
    assert.equal(text(document.keySpan(['flow', 'key'])), 'key');
  });

  it('parts of texts that are written as they read', () => {
    assert.equal(text(document.spanWithin(['list', 0, 'when'], 5, 6)), '1');
    assert.equal(text(document.spanWithin(['list', 2, 'when'], 0, 5)), 'first');
    assert.equal(text(document.spanWithin(['list', 2, 'when'], 11, 17)), 'second');
  });

  it('the whole text where escapes or folding stand between', () => {
    assert.equal(text(document.spanWithin(['list', 1, 'when'], 5, 6)), '"y == \\"z\\""');
    assert.equal(text(document.spanWithin(['list', 3, 'when'], 0, 6)), '>');
  });

  it('the value', () => {
    assert.deepEqual(read('a: [1, x]\nb: no\n').value, { a: [1, 'x'], b: 'no' });
  });
});

describe('what YAML may not do', () => {
  const bomb = `a: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefgh'
    .split('')
    .map((name, index) => {
      const previous = `*${'abcdefgh'[index]}`;
      return `${name}: &${name} [${new Array(9).fill(previous).join()}]`;
    })
    .join('\n')}\n`;
  const table: readonly (readonly [name: string, text: string, message: RegExp])[] = [
    ['duplicate keys', 'a: 1\na: 2\n', /^the key `a` is here twice$/],
    ['unknown tags', 'a: !x 1\n', /^unresolved tag/],
    ['unknown aliases', 'a: *b\n', /^unresolved alias/],
    ['alias bombs', bomb, /^excessive alias count/],
    ['broken syntax', 'a: [1\n', /./],
  ];
  for (const [name, source, message] of table) {
    it(name, () => {
      const result = readYaml({ name: 'test.yaml', text: source });
      assert.equal(result.kind, 'invalid');
      if (result.kind === 'invalid') assert.match(result.diagnostics[0]!.message, message);
    });
  }
});
