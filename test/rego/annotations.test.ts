import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseModule } from '../../src/rego/parse.ts';
import { RegoError } from '../../src/rego/rego-error.ts';

const notesOf = (text: string) =>
  parseModule(text).annotations.map(({ scope, fields, rule }) => [scope, fields, rule?.span.start]);

describe('METADATA', () => {
  test('belongs to the package or rule after it', () => {
    const text =
      '# METADATA\n# title: all\npackage a\n\nimport data.b\n# METADATA\n# title: one\n\n# other\np := 1\n';
    assert.deepEqual(notesOf(text), [
      ['package', { title: 'all' }, undefined],
      ['rule', { title: 'one' }, text.indexOf('p := 1')],
    ]);
  });

  test('two blocks may stand before one rule', () => {
    const text =
      'package a\n# METADATA\n# scope: document\n# title: d\n\n# METADATA\n# title: r\np := 1';
    const start = text.indexOf('p := 1');
    assert.deepEqual(notesOf(text), [
      ['document', { title: 'd' }, start],
      ['rule', { title: 'r' }, start],
    ]);
  });

  test('an entry point is about the document', () => {
    assert.equal(notesOf('package a\n# METADATA\n# entrypoint: true\np := 1')[0]![0], 'document');
  });

  test('comments that are not in its column end it', () => {
    assert.deepEqual(notesOf('package a\n# METADATA\n# title: t\n  # x: [\np := 1')[0]![1], {
      title: 't',
    });
  });

  test('the next block ends it, with or without an empty line', () => {
    const text =
      'package a\n# METADATA\n# scope: document\n# title: d\n# METADATA\n# title: r\np := 1';
    assert.deepEqual(
      notesOf(text).map(([scope, fields]) => [scope, fields]),
      [
        ['document', { title: 'd' }],
        ['rule', { title: 'r' }],
      ],
    );
  });

  test('one that is indented is a comment', () => {
    assert.deepEqual(notesOf('package a\np if {\n\t# METADATA\n\t# x: [\n\tinput.x\n}'), []);
  });

  const faults: readonly (readonly [block: string, message: string])[] = [
    ['# METADATA\np := 1', 'expected METADATA block, found whitespace'],
    ['# METADATA\n# - a\np := 1', 'METADATA must be a YAML mapping'],
    ['# METADATA\n# title: [1]\np := 1', 'METADATA field `title` must be a string'],
    ['# METADATA\n# scope: all\np := 1', 'invalid annotation scope `all`'],
    [
      '# METADATA\n# scope: package\np := 1',
      'annotation scope `package` must be applied to a package',
    ],
    ['p := 1\n# METADATA\n# title: t', 'METADATA must be followed by a package or a rule'],
  ];
  for (const [block, message] of faults) {
    test(message, () => {
      assert.throws(
        () => parseModule(`package a\n${block}`),
        thrown => thrown instanceof RegoError && thrown.diagnostics[0]!.message === message,
      );
    });
  }

  test('bad YAML and alias bombs are errors', () => {
    const bomb = [
      'a: &a [1,1,1,1,1,1,1,1]',
      ...'bcdef'.split('').map((name, index) => {
        const before = 'abcde'[index];
        return `${name}: &${name} [${Array(8).fill(`*${before}`).join()}]`;
      }),
    ];
    for (const lines of [['a: [', 'b: }'], bomb]) {
      const block = ['# METADATA', ...lines.map(line => `# ${line}`)].join('\n');
      assert.throws(() => parseModule(`package a\n${block}\np := 1`), RegoError);
    }
  });
});
