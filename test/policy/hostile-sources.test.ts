/* Sources that nobody writes by hand: each is refused with its place, or compiled, in bounded time and memory. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { compile, load } from '../../src/policy/compiler.ts';
import { RegoError } from '../../src/rego/rego-error.ts';

function many(count: number, part: string | ((n: number) => string), separator = ''): string {
  return Array.from({ length: count }, (_, n) => (typeof part === 'string' ? part : part(n))).join(
    separator,
  );
}

const DEEP = /rego_parse_error: nested deeper than 200 levels/;
const LONG = /rego_parse_error: (?:expression is too long|reference has more than 1000 parts)/;
const LARGE = /rego_parse_error: source is larger than 8388608 bytes/;
const NUMBER = /rego_parse_error: number too big/;

/** Sources after `package a`, and what is said of them; nothing if they compile. */
const SOURCES: readonly (readonly [name: string, source: string, said?: RegExp])[] = [
  ['a null character', '\0p := 1', /2:1: rego_parse_error: illegal null character/],
  ['half a surrogate pair', 'p := "\ud800"'],
  ['100,000 brackets', `p := ${many(100_000, '[')}`, DEEP],
  ['100,000 brackets and their ends', `p := ${many(100_000, '[')}${many(100_000, ']')}`, DEEP],
  ['100,000 braces', `p := ${many(100_000, '{')}`, DEEP],
  ['100,000 parentheses', `p if ${many(100_000, '(')}`, DEEP],
  ['100,000 `not`', `p if ${many(100_000, 'not ')}x`, /rego_parse_error: unexpected `not`/],
  ['100,000 minus signs', `p := ${many(100_000, '-')}1`, /rego_parse_error: unexpected `-`/],
  ['a path of 100,000 names', `p := input${many(100_000, '.a')}`, LONG],
  ['a path of 100,000 indexes', `p := input${many(100_000, '[0]')}`, LONG],
  ['a sum of 50,000 numbers', `p := 1${many(50_000, ' + 1')}`, LONG],
  ['20,000 `else`', `p := 1 if false ${many(20_000, 'else := 2 if false ')}`, DEEP],
  ['3,000 `every`', `p if ${many(3000, 'every x in [1] { ')}true${many(3000, ' }')}`, DEEP],
  ['3,000 comprehensions', `p := ${many(3000, '[x | x := ')}1${many(3000, ']')}`, DEEP],
  ['a string of 10 MB', `p := "${'x'.repeat(10_000_000)}"`, LARGE],
  ['10 MB of comments', many(1_000_000, '# comment\n'), LARGE],
  ['a number of a million digits', `p := ${'9'.repeat(1_000_000)}`, NUMBER],
  ['a number with an exponent like that', 'p := 1e999999999', NUMBER],
  ['a raw string that never ends', `p := \`${'\n'.repeat(1_000_000)}`, /non-terminated raw string/],
  ['20,000 expressions', `p if { ${many(20_000, 'true', '; ')} }`],
  ['5,000 variables', `p if { ${many(5000, n => `x${n} := ${n}`, '; ')} }`],
  [
    '2,000 unsafe variables',
    `p if { ${many(2000, n => `x${n} == y${n}`, '; ')} }`,
    /`x0` is unsafe/,
  ],
  ['10,000 rules', many(10_000, n => `p${n} := ${n}`, '\n'), /no rule or package is at entrypoint/],
  ['5,000 imports', many(5000, 'import data.x', '\n'), /import of `x` hides the import/],
];

for (const [name, source, said] of SOURCES) {
  test(`hostile source: ${name}`, () => {
    const modules = { 'a.rego': `package a\n${source}` };
    try {
      const policy = load(compile({ modules, entrypoints: ['a/p'] }));
      assert.notEqual(policy.evaluate({}).kind, 'error');
      assert.equal(said, undefined, 'it compiled');
    } catch (error) {
      if (!(error instanceof RegoError) || said === undefined) throw error;
      assert.match(error.message, said);
      assert.ok(error.message.length < 10_000);
    }
  });
}

test('hostile source: a package of 100,000 names', () => {
  const source = `package ${many(100_000, 'a', '.')}`;
  assert.throws(() => compile({ modules: { 'a.rego': source } }), LONG);
});
