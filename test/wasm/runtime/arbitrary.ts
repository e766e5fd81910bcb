/** Random values, crowded where representations change. */
import fc, { type Arbitrary } from 'fast-check';
import { parseValue } from '../../../src/value/json.ts';
import { RegoObject, RegoSet, type Value } from '../../../src/value/value.ts';

const numberText = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -3, max: 12 }).map(String) },
  { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(String) },
  { weight: 1, arbitrary: fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map(String) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: -999, max: 999 }), fc.nat(99999), fc.integer({ min: -30, max: 30 }))
      .map(
        ([whole, fraction, exponent]) => `${whole}.${fraction}${exponent ? `e${exponent}` : ''}`,
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '-0',
      '1.0',
      '10e-1',
      '0.1',
      '2.5',
      '-2.5',
      '9223372036854775807',
      '-9223372036854775808',
      '9223372036854775808',
      '1e1000000000',
      '1e-1000000000',
    ),
  },
);

/** Any number JSON can write, near the edges where representations change. */
export const anyNumber: Arbitrary<Value> = numberText.map(text => parseValue(text));

const character = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a', 'b', 'c', 'A') },
  { weight: 2, arbitrary: fc.constantFrom('é', 'ß', '日', '😀', 'İ', ' ', '\u2028', '\u00a0') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('/', '~', '0', '1', '.', '=', '-', '"', '\\', '\n', '<'),
  },
);

/** Short strings over few characters, so that one is often part of another. */
export const anyString: Arbitrary<string> = fc
  .array(character, { maxLength: 8 })
  .map(parts => parts.join(''));

const few = { maxLength: 4 };

/** Any value; some collections have more than eight entries, from where on they are hashed. */
export const anyValue: Arbitrary<Value> = fc.letrec<{ value: Value }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Value>(null, true, false),
    anyNumber,
    anyString,
    fc.array(tie('value'), few),
    fc.array(tie('value'), few).map(members => RegoSet.of(members)),
    fc.array(fc.tuple(tie('value'), tie('value')), few).map(entries => RegoObject.of(entries)),
    fc.array(fc.tuple(anyString, anyNumber), { minLength: 9, maxLength: 20 }).map(RegoObject.of),
    fc.array(anyNumber, { minLength: 9, maxLength: 20 }).map(members => RegoSet.of(members)),
  ),
})).value;

/** A text and a piece of it. */
export const textAndPart: Arbitrary<Value[]> = fc
  .tuple(anyString, fc.nat(8), fc.nat(3))
  .map(([text, from, length]) => {
    const characters = Array.from(text);
    return [text, characters.slice(from, from + length).join('')];
  });
