import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['glob.match("*.github.com", ["."], "api.github.com")', 'true'],
  ['glob.match("*.github.com", [], "a.b.github.com")', 'false'],
  ['glob.match("api.**.com", ["."], "api.cdn.github.com")', 'true'],
  ['glob.match("*", null, "a.b")', 'true'],
  ['glob.match("*:x", [":", "-"], "a-b:x")', 'false'],
  ['glob.match("?at", ["f"], "fat")', 'false'],
  ['glob.match("{cat,b[ao]t*}", [], "bots")', 'true'],
  ['glob.match("{a,{b,c}}", [], "c")', 'true'],
  ['glob.match("[!a-c]at", [], "fat")', 'true'],
  ['glob.match("[abc]at", [], "bat")', 'true'],
  [String.raw`glob.match("a\\*b", [], "a*b")`, 'true'],
  ['glob.match("[^]", [], "^")', 'true'],
  ['glob.match("a|b(c", [], "a|b(c")', 'true'],
  [String.raw`glob.match("a\nb*", [], "a\nbc")`, 'true'],
  [
    'glob.match("[a", [], "a")',
    'eval_builtin_error: glob.match: unexpected end of input in a character range',
  ],
  ['glob.match("[]", [], "a")', 'eval_builtin_error: glob.match: a character range is empty'],
  [
    'glob.match("[c-a]", [], "a")',
    'eval_builtin_error: glob.match: a character range is out of order',
  ],
  [
    'glob.match("*", "x", "a")',
    'eval_type_error: glob.match: operand 2 must be one of {array, null} but got string',
  ],
  [
    'glob.match("*", ["ab"], "a")',
    'eval_type_error: glob.match: operand 2 must be array of runes but got array containing string',
  ],
  [
    'glob.match("*", [1], "a")',
    'eval_type_error: glob.match: operand 2 must be array of strings but got array containing number',
  ],
  ['glob.quote_meta("*.[a]{b}?")', String.raw`"\\*.\\[a\\]\\{b\\}\\?"`],
]);
