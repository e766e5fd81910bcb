import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CACHED_PATTERNS, cachedPatterns, patternOf } from '../../src/builtins/regexes.ts';
import { builtinTable, outcomeOf } from '../support/builtin-table.ts';

builtinTable([
  ['regex.match("^[a-z]+$", "abc")', 'true'],
  ['regex.match("b", "abc")', 'true'],
  [
    'regex.match("(", "abc")',
    'eval_builtin_error: regex.match: error parsing regexp: missing closing ): `(`',
  ],
  [
    'regex.match("(?=a)", "abc")',
    'eval_builtin_error: regex.match: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
  ],
  ['re_match("a.c", "abc")', 'true'],
  ['regex.is_valid("[a-z]+")', 'true'],
  ['regex.is_valid("++")', 'false'],
  ['regex.is_valid(1)', 'false'],
  ['regex.find_n("a.", "paranormal", -1)', '["ar", "an", "al"]'],
  ['regex.find_n("a.", "paranormal", 2)', '["ar", "an"]'],
  ['regex.find_n("a.", "paranormal", 0)', '[]'],
  [
    'regex.find_all_string_submatch_n("a(x*)b(c)?", "-axxb-ab-", -1)',
    '[["axxb", "xx", ""], ["ab", "", ""]]',
  ],
  ['regex.split("a", "banana")', '["b", "n", "n", ""]'],
  ['regex.split("z+", "pizza")', '["pi", "a"]'],
  ['regex.split("a", "")', '[""]'],
  ['regex.split("", "aé")', '["a", "é"]'],
  ['regex.replace("foo", "(?P<x>o)", "<$x>")', '"f<o><o>"'],
  [`regex.replace("abc", "(b)", "\${1}1$1x$$")`, '"ab1$c"'],
  ['regex.replace("abc", "^[a-z]", "X")', '"Xbc"'],
  ['regex.replace("ab", "x*", "-")', '"-a-b-"'],
  [
    'regex.replace("a", "(", "")',
    'eval_builtin_error: regex.replace: error parsing regexp: missing closing ): `(`',
  ],
  ['regex.template_match("urn:foo:{.*}", "urn:foo:bar:baz", "{", "}")', 'true'],
  ['regex.template_match("a.b<[0-9]+>", "axb1", "<", ">")', 'false'],
  [
    'regex.template_match("a{", "a", "{", "}")',
    'eval_builtin_error: regex.template_match: unbalanced braces in "a{"',
  ],
  [
    'regex.template_match("a", "a", "{{", "}")',
    'eval_builtin_error: regex.template_match: start delimiter has to be exactly one character long but is 2 long',
  ],
  ['regex.globs_match("a.a.[0-9]+z", ".b.b2359825792*594823z")', 'true'],
]);

test('the cache of compiled patterns is bounded', () => {
  for (let index = 0; index < CACHED_PATTERNS + 50; index++)
    patternOf(`a{${index % 900}}b${index}`);
  assert.equal(cachedPatterns(), CACHED_PATTERNS);
  assert.equal(patternOf('x'), patternOf('x'));
});

test('a pattern that makes backtracking explode takes no time', () => {
  assert.equal(outcomeOf(`regex.match("^(a|a?)+$", "${'a'.repeat(2000)}b")`), 'false');
});
