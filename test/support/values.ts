import fc from 'fast-check';
import { numberOf } from '../../src/value/decimal.ts';
import { RegoObject, RegoSet, type Value } from '../../src/value/value.ts';

const aScalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(null, true, false, '', 'a', 'b', '\u{1f600}', '\uffee'),
  fc.constantFrom('0', '-0', '1', '1.0', '1e1', '10', '9007199254740993', '0.5').map(numberOf),
);

/** Rego values of every type, small enough that two of them are often equal. */
export const { value: aRegoValue } = fc.letrec<{ value: Value }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    aScalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(tie('value'), { maxLength: 3 }).map(RegoSet.of),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map(RegoObject.of),
  ),
}));
