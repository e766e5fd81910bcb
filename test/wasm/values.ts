/** Arbitrary values of Rego for property tests. */
import fc from 'fast-check';
import { integerOf, numberOf } from '../../src/value/decimal.ts';
import { RegoObject, RegoSet, type Value } from '../../src/value/value.ts';

const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(integerOf),
  fc.constantFrom('1.0', '-0.5', '1e3', '123456789012345678901234567890.5').map(numberOf),
);

/** Any value: sets and objects with keys of any type among them. */
export const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    number,
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value'), { maxLength: 12 }),
    fc.array(tie('value'), { maxLength: 12 }).map(members => RegoSet.of(members)),
    fc
      .array(fc.tuple(tie('value'), tie('value')), { maxLength: 12 })
      .map(entries => RegoObject.of(entries)),
  ),
})).value;
