import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LIMITS } from '../../src/base/limits.ts';
import type { Span } from '../../src/base/source.ts';
import { parseModule, parseQuery, parseTerm } from '../../src/rego/parse.ts';
import { printModule } from '../../src/rego/print.ts';
import { RegoError } from '../../src/rego/rego-error.ts';
import { assertGolden } from '../support/golden.ts';
import { bare, bodyTree, moduleTree, tree } from '../support/rego-tree.ts';
import { goldenText, type ParseCase } from './parse-cases.ts';

function errorOf(run: () => unknown): RegoError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof RegoError) return thrown;
    throw thrown;
  }
  return assert.fail('parsed without an error');
}

const messages = (source: string) =>
  errorOf(() => parseModule(source)).diagnostics.map(({ message }) => message);

const MODULES: readonly ParseCase[] = [
  { source: 'package a.b["c d"].if' },
  { source: 'package a\nimport data.x.y as z\nimport input.user\nimport rego.v1' },
  { source: 'package a # one\n# two\np := 1 # three\n' },
  { source: '\ufeffpackage a\r\np := 1\r\n' },
  {
    source:
      '# METADATA\n# title: all\npackage a\n\n# METADATA\n# scope: document\n# custom:\n#   x: 1\np if true',
  },
];

describe('parseModule', () => {
  test('trees of modules', () => {
    const show = ({ source }: ParseCase) => moduleTree(parseModule(source));
    assertGolden('rego/modules.txt', goldenText(MODULES, show));
  });

  test('spans cover what was written', () => {
    const { rules } = parseModule(
      'package a\n\np.q := y if { y := x + 1 } else := 2\nr := 1',
      'a.rego',
    );
    const rule = rules[0]!;
    const text = ({ source, start, end }: Span) => source.text.slice(start, end);
    const { head, body, else: otherwise } = rule;
    assert.deepEqual(
      [rule, head, head.ref, body[0]!, otherwise!].map(node => text(node.span)),
      ['p.q := y if { y := x + 1 } else := 2', 'p.q := y', 'p.q', 'y := x + 1', 'else := 2'],
    );
  });

  test('lists the errors of several rules in order', () => {
    const source = 'package a\np if {\n  x ==\n}\nq := [1\nr := 1\ns if { y + }\n';
    const { diagnostics } = errorOf(() => parseModule(source, 'x.rego'));
    const lines = diagnostics.map(
      ({ span }) => span!.source.text.slice(0, span!.start).split('\n').length,
    );
    assert.deepEqual(lines, [4, 6, 7]);
  });

  test('names at most ten errors', () => {
    assert.equal(messages(`package a\n${'p if { ] }\n'.repeat(50)}`).length, 10);
  });

  test('an unfinished rule is one error, not one for each line of it', () => {
    assert.equal(messages('package a\np if {\n  x = = 1\n  y\n}\n').length, 1);
  });

  test('a module begins with its package', () => {
    assert.deepEqual(messages(''), ['empty module']);
    assert.deepEqual(messages('# nothing\n'), ['empty module']);
    assert.deepEqual(messages('p := 1'), ['package expected']);
    assert.deepEqual(messages('package a\npackage b'), [
      'unexpected `package`: a module has one, at its beginning',
    ]);
  });

  test('import rego.v1 makes a v0 module one of version 1', () => {
    const options = { regoVersion: 0 } as const;
    assert.equal(parseModule('package a\np { true }', 'a', options).regoVersion, 0);
    assert.equal(parseModule('package a\nimport rego.v1\np if true', 'a', options).regoVersion, 1);
    assert.throws(
      () => parseModule('package a\nimport rego.v1\np { true }', 'a', options),
      RegoError,
    );
  });
});

describe('parseQuery', () => {
  test('expressions separated by semicolons or line breaks', () => {
    assert.equal(bodyTree(parseQuery('x := 1; y = x\nz')), '{(op assign x 1); (op eq y x); z}');
  });

  test('refuses nothing and leftovers', () => {
    for (const query of ['', '  # only a comment', 'x y', 'x;', ') x']) {
      assert.throws(() => parseQuery(query), RegoError, query);
    }
  });
});

test('parseTerm takes one term', () => {
  assert.equal(tree(parseTerm('{"a": {1, 2}}')), '{"a": <1 2>}');
  assert.throws(() => parseTerm('1 2'), RegoError);
});

const WORDS = [
  ...[
    'if',
    'contains',
    'else',
    'not',
    'some',
    'every',
    'in',
    'with',
    'as',
    'default',
    'true',
    'and',
    'or',
  ],
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    ';',
    ':',
    '.',
    ':=',
    '=',
    '==',
    '|',
    '&',
    '-',
    '\n',
    ' ',
    ' ',
  ],
  ...[
    'x',
    'p',
    '_',
    'input',
    '1',
    '.5',
    '"s"',
    '`r`',
    '$"{',
    '$`',
    '"',
    '# c\n',
    '# METADATA\n',
    'é',
  ],
];

test('any soup of tokens is parsed or refused, and what is parsed prints as itself', () => {
  const options = { experimentalKeywords: ['and', 'or'] };
  const parse = (text: string) => parseModule(text, 'soup.rego', options);
  const soup = fc.array(fc.constantFrom(...WORDS), { maxLength: 20 });
  fc.assert(
    fc.property(soup, fc.boolean(), (words, logic) => {
      const imports = logic ? 'import future.keywords\n' : '';
      const text = `package a\n${imports}p := x if {\n${words.join('')}\n}\n${words.join('')}`;
      let module: ReturnType<typeof parse>;
      try {
        module = parse(text);
      } catch (thrown) {
        assert.ok(thrown instanceof RegoError, String(thrown));
        return;
      }
      assert.deepEqual(bare(parse(printModule(module))), bare(module), text);
    }),
    { numRuns: 3000 },
  );
});

describe('hostile sources end in an error', () => {
  const deep = 100_000;
  const hostile: Readonly<Record<string, string>> = {
    'nested arrays': '['.repeat(deep),
    'nested sets': '{'.repeat(deep),
    'nested parentheses': '('.repeat(deep),
    'nested calls': 'f('.repeat(deep),
    'nested references': 'a['.repeat(deep),
    'nested comprehensions': '[1|'.repeat(deep),
    'nested object comprehensions': '{1:2|'.repeat(deep),
    'nested template strings': '$"{'.repeat(deep),
    'a long chain of operators': `1${' + 1'.repeat(deep)}`,
    'a long chain of comparisons': `1${' == 1'.repeat(deep)}`,
    'a long chain of memberships': `1${' in x'.repeat(deep)}`,
    'an else chain': `1 if a${' else := 2 if b'.repeat(deep)}`,
    'ambiguous comprehensions that fail inside': `${'[1|'.repeat(100)}(2,${']'.repeat(100)}`,
    'a huge number': '9'.repeat(1_000_000),
    'a huge exponent': '1e999999999',
    'a null character': '\0',
    'a null character in a string': '"a\0"',
    'a null character in a raw string': '`a\0`',
    'a byte order mark inside': '\ufeff1',
    'an open string': `"${'a'.repeat(1_000_000)}`,
    'an open raw string': `\`${'a'.repeat(1_000_000)}`,
  };
  for (const [name, value] of Object.entries(hostile)) {
    test(name, () => {
      assert.equal(messages(`package a\np := ${value}`).length, 1);
    });
  }

  test('ambiguous nesting takes no exponential time', () => {
    const levels = 60;
    parseModule(`package a\np := ${'[1|'.repeat(levels)}2,3${']'.repeat(levels)}`);
    parseModule(`package a\np := ${'{1|'.repeat(levels)}2,3${'}'.repeat(levels)}`);
  });

  test('a source over the limit', () => {
    assert.deepEqual(messages(' '.repeat(LIMITS.maxPolicyBytes + 1)), [
      `source is larger than ${LIMITS.maxPolicyBytes} bytes`,
    ]);
  });
});
