import assert from 'node:assert/strict';
import test from 'node:test';
import { printable } from '../../src/cli/printable.ts';

const cases: readonly [text: string, want: string][] = [
  ['plain text, \u00fcber, \u{1f600}', 'plain text, \u00fcber, \u{1f600}'],
  ['\u001b[2Jcleared', '\\u{1b}[2Jcleared'],
  ['a\nb', 'a\\u{a}b'],
  ['\u009b31m', '\\u{9b}31m'],
  ['\u202eevil', '\\u{202e}evil'],
  ['zero\u200bwidth', 'zero\\u{200b}width'],
];

for (const [text, want] of cases)
  test(`printable: ${want}`, () => assert.equal(printable(text), want));
