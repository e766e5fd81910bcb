import { agree } from './differential.ts';
import { table } from './harness.ts';

agree(['count', 'sum', 'product', 'max', 'min', 'sort', 'all', 'any']);
agree(['internal.member_2', 'internal.member_3']);

table([
  ['count', ['"日本😀"'], '3'],
  ['max', ['[]'], 'undefined'],
  ['max', ['[1,1.0]'], '1.0'],
  ['min', ['[1,1.0]'], '1'],
  ['sort', ['[{1},[1],"a",2,true,null,{"a":1},false]'], '[null,false,true,2,"a",[1],{"a":1},{1}]'],
  ['internal.member_2', ['2', '{"a":2}'], 'true'],
  ['internal.member_3', ['"a"', '2', '{"a":2}'], 'true'],
  [
    'sum',
    ['[1,"a"]'],
    'ERROR eval_type_error: sum: operand 1 must be array of numbers but got array containing string',
  ],
]);
