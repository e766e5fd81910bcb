import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['sprintf("%s is %d", ["a", 1])', '"a is 1"'],
  ['sprintf("%v %v", [{"a": [1, set()]}, true])', String.raw`"{\"a\": [1, set()]} true"`],
  ['sprintf("%d", [1.5])', '"%!d(float64=1.5)"'],
  ['sprintf("%s", [123456789123456789123])', '"123456789123456789123"'],
  ['sprintf("%v", [2e308])', '"2e308"'],
  ['sprintf("%.2f", [3.1415])', '"3.14"'],
  ['sprintf("%d %d", [1])', '"1 %!d(MISSING)"'],
  ['sprintf("%d", [1, 2])', '"1%!(EXTRA int=2)"'],
  ['sprintf(1, [])', 'eval_type_error: sprintf: operand 1 must be string but got number'],
  ['sprintf("%d", 1)', 'eval_type_error: sprintf: operand 2 must be array but got number'],
  [
    'internal.template_string(["a ", {42}, set(), {"x"}, {[1, "y"]}])',
    String.raw`"a 42<undefined>x[1, \"y\"]"`,
  ],
  ['internal.print([])', 'true'],
  ['print("a")', 'true'],
  ['trace("note")', 'true'],
]);
