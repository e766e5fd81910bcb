import { agree } from './differential.ts';
import { table } from './harness.ts';

agree([
  'object.filter',
  'object.get',
  'object.keys',
  'object.remove',
  'object.subset',
  'object.union',
  'object.union_n',
]);

table([
  ['object.get', ['{"a":[{"b":1}]}', '["a",0,"b"]', '2'], '1'],
  ['object.get', ['{"a":null}', '"a"', '2'], 'null'],
  ['object.union', ['{"a":{"b":1},"c":1}', '{"a":{"d":2},"c":{}}'], '{"a":{"b":1,"d":2},"c":{}}'],
  ['object.subset', ['[1,2,3]', '[2,3]'], 'true'],
  ['object.subset', ['[1,2,3]', '{3,1}'], 'true'],
]);
