import { table } from './harness.ts';

const CONTAINS = 'ERROR eval_type_error: contains: operand';

table([
  ['contains', ['1', '2'], `${CONTAINS} 1 must be string but got number`],
  ['contains', ['"1"', 'null'], `${CONTAINS} 2 must be string but got null`],
  ['trim_suffix', ['"abc"', '"c"'], '"ab"'],
]);
