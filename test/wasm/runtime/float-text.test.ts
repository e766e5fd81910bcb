import fc from 'fast-check';
import { parseValue } from '../../../src/value/json.ts';
import type { Value } from '../../../src/value/value.ts';
import { agree } from './differential.ts';
import { table } from './harness.ts';

/** Powers of two and their neighbours: where the distance to the next float changes. */
const edge = fc
  .tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -2, max: 2 }))
  .map(([power, away]): Value => parseValue(String(2 ** power * (1 + away * 2 ** -52))));
agree(['abs', 'round'], fc.tuple(edge));
agree(['mul'], fc.tuple(edge, edge));

table([
  ['abs', ['-0.0001'], '0.0001'],
  ['abs', ['-0.00001'], '1e-05'],
  ['abs', ['-123456.5'], '123456.5'],
  ['abs', ['-1234567.5'], '1.2345675e+06'],
  ['abs', ['-1e-100'], '1e-100'],
  ['abs', ['-10000000.0'], '10000000'],
  ['plus', ['9.9999999999999999999999', '0'], '10'],
]);
