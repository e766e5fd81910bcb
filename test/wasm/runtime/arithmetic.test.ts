import fc from 'fast-check';
import { anyNumber } from './arbitrary.ts';
import { agree } from './differential.ts';
import { table } from './harness.ts';

agree(['plus', 'minus', 'mul', 'div', 'rem'], fc.tuple(anyNumber, anyNumber));
agree(['plus', 'minus', 'mul', 'div', 'rem', 'abs', 'ceil', 'floor', 'round']);

table([
  ['minus', ['3.14159', '3'], '0.14158999999999999993'],
  ['plus', ['9223372036854775807', '1'], '9223372036854775808'],
  ['minus', ['-9223372036854775808', '1'], '-9223372036854775809'],
  ['mul', ['4294967296', '4294967296'], '18446744073709551616'],
  ['div', ['1', '3'], '0.33333333333333333334'],
  ['div', ['-9223372036854775808', '-1'], '9223372036854775808'],
  ['div', ['0', '-5'], '-0'],
  ['rem', ['-7', '3'], '-1'],
  ['rem', ['7', '-3'], '1'],
  ['round', ['-2.5'], '-3'],
  ['minus', ['{1,2,3}', '{2}'], '{1,3}'],
  ['div', ['1', '0'], 'ERROR eval_builtin_error: div: divide by zero'],
  ['rem', ['1', '0'], 'ERROR eval_builtin_error: rem: modulo by zero'],
  ['rem', ['1.5', '1'], 'ERROR eval_builtin_error: rem: modulo on floating-point number'],
  ['plus', ['1e1000000000', '1'], 'ERROR eval_builtin_error: plus: number out of range'],
  ['abs', ['1e-1000000000'], 'ERROR eval_builtin_error: abs: number out of range'],
  ['plus', ['1', '"1"'], 'ERROR eval_type_error: plus: operand 2 must be number but got string'],
]);
