import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['regex.globs_match("[a-z]+", "[0-9]*")', 'false'],
  ['regex.globs_match("b.*", "ba[r]")', 'true'],
  ['regex.globs_match("[a-z]*", "[0-9]*")', 'true'],
  ['regex.globs_match("a+b*c", "aac")', 'true'],
  [String.raw`regex.globs_match("a\\*", "a*")`, 'false'],
  ['regex.globs_match("", "a*")', 'true'],
  ['regex.globs_match("", "a+")', 'false'],
  ['regex.globs_match("é.", "..")', 'true'],
  [
    'regex.globs_match("a]", "a")',
    "eval_builtin_error: regex.globs_match: input:a], pos:2, set-close ']' with no preceding '[': the input provided is invalid",
  ],
  [
    'regex.globs_match("[ab", "a")',
    'eval_builtin_error: regex.globs_match: input:[ab, pos:3, found [ without matching ]: the input provided is invalid',
  ],
  [
    'regex.globs_match("*a", "a")',
    "eval_builtin_error: regex.globs_match: input:*a, pos:1, flag '*' must be preceded by a non-flag: the input provided is invalid",
  ],
  [
    'regex.globs_match("[z-a]", "a")',
    'eval_builtin_error: regex.globs_match: input:[z-a], pos:4, range is out of order: the input provided is invalid',
  ],
  [
    'regex.globs_match("[-a]", "a")',
    "eval_builtin_error: regex.globs_match: input:[-a], pos:2, range character '-' must be preceded by a Unicode character: the input provided is invalid",
  ],
  [
    'regex.globs_match("[a-]", "a")',
    "eval_builtin_error: regex.globs_match: input:[a-], pos:3, range character '-' must be followed by a Unicode character: the input provided is invalid",
  ],
  [
    String.raw`regex.globs_match("a\\", "a")`,
    String.raw`eval_builtin_error: regex.globs_match: input:a\, pos:2, input ends with a \ (escape) character: the input provided is invalid`,
  ],
]);
