import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Diagnostic, formatDiagnostic } from '../../src/base/diagnostic.ts';
import { compileCondition } from '../../src/cel/condition.ts';

function diagnosticsOf(text: string): readonly Diagnostic[] {
  const compiled = compileCondition({ name: 'when', text });
  return compiled.kind === 'invalid' ? compiled.diagnostics : [];
}

/** Each line: condition, then the part the caret marks, message and hint. */
const INVALID: readonly (readonly [
  text: string,
  marked: string,
  message: string,
  hint?: string,
])[] = [
  ['arg.repo == 1', 'arg', 'unknown variable `arg`', 'did you mean `args`?'],
  [
    'request.x',
    'request',
    'unknown variable `request`',
    'conditions know `input`, `args`, `tool`, `server`, `agent`',
  ],
  ['tool.nmae == "x"', 'nmae', 'unknown field `nmae`', 'did you mean `name`?'],
  ['input.toool.name == "x"', 'toool', 'unknown field `toool`', 'did you mean `tool`?'],
  [
    'args.s.startswith("a")',
    'startswith',
    'unknown function `startswith`',
    'did you mean `startsWith`?',
  ],
  ['args.xs.all(1, 2)', 'all', '`all` is written `list.all(x, condition)`'],
  ['tool.name > 3', '>', "`>` can't be applied to (string, int)"],
  ['tool.name.startsWith(1)', 'startsWith', "`startsWith` can't be applied to string.(int)"],
  ['tool.name', 'name', 'a condition must be a bool, not a string'],
  ['size(args.x)', 'size', 'a condition must be a bool, not an int'],
  ['"yes"', '"', 'a condition must be a bool, not a string'],
  ['tool.risk && true', 'risk', 'an operand of `&&` must be a bool, not a string'],
  ['tool.name ? true : false', 'name', 'the condition of `?` must be a bool, not a string'],
  ['tool.name.first == "x"', 'first', 'a string has no field `first`'],
  ['tool.name.all(x, x == "a")', 'name', 'a string has no elements'],
  ['args.x ==', '=', 'unexpected `=`'],
  ['args.x == 1 and true', 'a', 'unexpected `a`'],
];

describe('checking conditions', () => {
  for (const [text, marked, message, hint] of INVALID) {
    it(text, () => {
      const diagnostics = diagnosticsOf(text);
      assert.equal(diagnostics.length, 1, diagnostics.map(formatDiagnostic).join('\n'));
      const [{ span, ...rest }] = diagnostics as [Diagnostic];
      assert.equal(text.slice(span!.start, span!.end), marked);
      assert.equal(rest.message, message);
      assert.equal(rest.hint, hint);
    });
  }

  it('reports every mistake of a condition', () => {
    const messages = diagnosticsOf('arg.a == 1 && tol.name == "x"').map(({ message }) => message);
    assert.deepEqual(messages, ['unknown variable `arg`', 'unknown variable `tol`']);
  });
});

describe('limits of a condition', () => {
  const table: readonly (readonly [name: string, text: string, message: RegExp])[] = [
    ['length', `"${'a'.repeat(9000)}" == args.x`, /9012 characters; the limit is 8192/],
    ['parts', `args.x in [${'1,'.repeat(2000)}1]`, /2005 parts; the limit is 2000/],
    ['depth', `size(${'['.repeat(120)}${']'.repeat(120)}) > 0`, /deeper than 100 levels/],
    ['parser depth', `${'('.repeat(4000)}true${')'.repeat(4000)}`, /nest/],
    ['loops', 'args.a.all(x, x.all(y, y.all(z, z > 0)))', /loops nest 3 deep; the limit is 2/],
  ];
  for (const [name, text, message] of table) {
    it(name, () => {
      const [diagnostic] = diagnosticsOf(text);
      assert.equal(diagnostic?.code, 'cel_limit_error');
      assert.match(diagnostic.message, message);
    });
  }

  it('a chain of loops is not nested', () => {
    assert.deepEqual(diagnosticsOf('args.a.map(x, x).filter(x, x > 0).all(x, x < 9)'), []);
  });
});
