import fc from 'fast-check';
import { parseValue } from '../../../src/value/json.ts';
import type { Value } from '../../../src/value/value.ts';
import { agree } from './differential.ts';
import { table } from './harness.ts';

agree(['json.filter', 'json.remove']);

const document = parseValue('{"a":{"b":[1,{"c":2},[3]],"d/e":4},"a~":5,"0":[6]}');
const step = fc.constantFrom('a', 'b', '0', '1', 'c', 'd~1e', 'a~0', '2', 'x');
const path = fc.oneof(
  fc.array(step, { minLength: 1, maxLength: 4 }).map(steps => steps.join('/')),
  fc.array(fc.oneof(step, fc.nat(2)), { maxLength: 4 }),
);
const operands = fc.array(path, { maxLength: 3 }).map((paths): Value[] => [document, paths]);
agree(['json.filter', 'json.remove'], operands);

table([
  ['json.filter', ['{"a":{"b":1,"c":2}}', '["a/b","a"]'], '{"a":{"b":1,"c":2}}'],
  ['json.remove', ['{"a":[1,2,3]}', '{"/a/1"}'], '{"a":[1,3]}'],
]);
