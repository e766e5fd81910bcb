import { agree } from './differential.ts';
import { table } from './harness.ts';

agree(['array.concat', 'array.flatten', 'array.reverse', 'array.slice']);

table([
  ['array.slice', ['[1,2,3]', '-1', '9223372036854775807'], '[1,2,3]'],
  ['array.slice', ['[1,2,3]', '2', '1'], '[]'],
  ['array.flatten', ['[1,[2,[3]],{4}]'], '[1,2,[3],{4}]'],
]);
