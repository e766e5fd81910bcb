import fc from 'fast-check';
import { parseValue } from '../../../src/value/json.ts';
import type { Value } from '../../../src/value/value.ts';
import { agree } from './differential.ts';
import { table } from './harness.ts';

const digits = fc.nat({ max: 10 ** 9 }).map(String);
const decimal = fc
  .tuple(fc.constantFrom('', '-'), digits, digits, digits, fc.integer({ min: -340, max: 340 }))
  .map(([minus, whole, a, b, power]): Value => parseValue(`${minus}${whole}.${a}${b}e${power}`));

agree(['plus', 'minus', 'mul', 'div'], fc.tuple(decimal, decimal));
agree(['ceil', 'floor', 'round', 'abs'], fc.tuple(decimal));
agree(['sum', 'product'], fc.tuple(fc.array(decimal, { maxLength: 5 })));

table([
  ['plus', ['0.1', '0.2'], '0.3'],
  ['plus', ['18446744073709551616.5', '0.1'], '18446744073709551616'],
  ['mul', ['1.5e-4000', '1e-4000'], '1.5e-8000'],
  ['mul', ['1e-8000', '1e-8000'], 'ERROR eval_builtin_error: mul: number out of range'],
  ['plus', [`0.${'1'.repeat(20_001)}`, '1'], 'ERROR eval_builtin_error: plus: number out of range'],
]);
