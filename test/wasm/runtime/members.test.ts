import { table } from './harness.ts';

const SUM = 'ERROR eval_type_error: sum: operand 1 must be';

table([
  ['sum', ['{3,1,2}'], '6'],
  ['sum', ['1'], `${SUM} one of {set, array} but got number`],
  ['sum', ['{1,"a"}'], `${SUM} set of numbers but got set containing string`],
  ['concat', ['","', '{"b","a"}'], '"a,b"'],
]);
