import fc from 'fast-check';
import { integerOf } from '../../../src/value/decimal.ts';
import { anyNumber } from './arbitrary.ts';
import { agree } from './differential.ts';
import { table } from './harness.ts';

const integer = fc.bigInt({ min: -(2n ** 130n), max: 2n ** 130n }).map(integerOf);
const count = fc.integer({ min: -1, max: 200 });

agree(['bits.and', 'bits.or', 'bits.xor'], fc.tuple(integer, integer));
agree(['bits.lsh', 'bits.rsh'], fc.tuple(integer, count));
agree(['bits.negate'], fc.tuple(integer));
agree(['bits.and', 'bits.lsh', 'bits.negate', 'bits.or', 'bits.rsh', 'bits.xor']);
agree(['bits.lsh'], fc.tuple(anyNumber, count));

table([
  ['bits.rsh', ['-1', '1000000'], '-1'],
  ['bits.lsh', ['1', '64'], '18446744073709551616'],
  [
    'bits.lsh',
    ['1', '65537'],
    'ERROR eval_builtin_error: bits.lsh: shift count is larger than 65536',
  ],
]);
