/*
 * Sources that nobody meant well: each is refused with one of OPA's codes, by the same entrance that
 * policies take, and never with anything but our own error.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compile } from '../../src/policy/compiler.ts';
import { RegoError } from '../../src/rego/rego-error.ts';

const DEEP = 100_000;
const CHAIN = Array.from({ length: 3000 }, (_, at) => `r${at} := r${at + 1}`).join('\n');
const HUGE = 10 * 1024 * 1024;

const TABLE: Readonly<Record<string, string>> = {
  'ten megabytes of spaces': ' '.repeat(HUGE),
  'ten megabytes of rules': `package a\n${'p := 1\n'.repeat(HUGE / 7)}`,
  'ten megabytes in one name': `package a\n${'p'.repeat(HUGE)} := 1`,
  'ten megabytes of brackets': `package a\np := ${'['.repeat(HUGE)}`,
  'nested brackets, closed': `package a\np := ${'['.repeat(DEEP)}${']'.repeat(DEEP)}`,
  'nested braces, open': `package a\np := ${'{'.repeat(DEEP)}`,
  'nested calls': `package a\np := ${'count('.repeat(DEEP)}1${')'.repeat(DEEP)}`,
  'nested comprehensions': `package a\np := ${'[1 | '.repeat(DEEP)}${']'.repeat(DEEP)}`,
  'nested quantifiers': `package a\np if { ${'every x in [] { '.repeat(DEEP)}${'}'.repeat(DEEP)}`,
  'negations in a row': `package a\np if { ${'not '.repeat(DEEP)}x }`,
  'a reference without end': `package a\np := ${'a['.repeat(DEEP)}`,
  'a null character': 'package a\np := "x"\0',
  'a null character in a name': 'package a\np\0q := 1',
  'a byte order mark in the middle': 'package a\np := \ufeff1',
  'a lone surrogate': 'package a\np := \ud800',
  'replacement characters, as invalid UTF-8 is read': 'package a\np := \ufffd\ufffd',
  'a chain of rules': `package a\np := r0\nr3000 := 1\n${CHAIN}`,
  'an open comment': '# x',
  nothing: '',
};

/** The codes of the diagnostics, with one that shows it whole. */
function refusal(text: string): RegoError {
  try {
    compile({ modules: { 'hostile.rego': text }, entrypoints: ['a/p'] });
  } catch (thrown) {
    if (thrown instanceof RegoError) return thrown;
    throw thrown;
  }
  return assert.fail('it was accepted');
}

describe('hostile sources', () => {
  for (const [name, text] of Object.entries(TABLE)) {
    test(name, () => {
      const { diagnostics, message } = refusal(text);
      assert.ok(diagnostics.length >= 1 && diagnostics.length <= 10);
      for (const { code } of diagnostics) assert.match(code, /^rego_\w+_error$/);
      assert.ok(message.length < 10_000, `the message has ${message.length} characters`);
      assert.doesNotMatch(message, /\n\s+at .*\.[jt]s:\d/);
    });
  }

  test('many rules of one name, each with many bodies, are compiled', () => {
    const rules = Array.from({ length: 300 }, (_, at) => `p contains ${at} if input.a == ${at}`);
    const policy = compile({
      modules: { a: `package a\n${rules.join('\n')}` },
      entrypoints: ['a/p'],
    });
    assert.ok(policy.wasm().length > 0);
  });
});
