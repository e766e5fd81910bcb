import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberFault } from '../../src/rego/number-literal.ts';

const NUMBERS: readonly (readonly [text: string, fault: string | undefined])[] = [
  ['0', undefined],
  ['10', undefined],
  ['0.5', undefined],
  ['1.50', undefined],
  ['0e5', undefined],
  ['1E+3', undefined],
  ['1.5e-3', undefined],
  ['9'.repeat(200), undefined],
  ['01', 'expected number without leading zero'],
  ['00.1', 'expected number without leading zero'],
  ['1.', 'expected fraction'],
  ['1.e3', 'expected fraction'],
  ['1e', 'expected exponent'],
  ['1e+', 'expected exponent'],
  ['1x', 'illegal number format'],
  ['0x10', 'illegal number format'],
  ['1e30102', 'number too big'],
  ['1e30101', undefined],
  ['0e99999', undefined],
  ['0.1e-30103', 'number too big'],
  [`${'1'.repeat(40_000)}e-40000`, undefined],
  ['1'.repeat(40_000), 'number too big'],
];

for (const [text, fault] of NUMBERS) {
  test(text.length > 40 ? `${text.slice(0, 5)}… (${text.length})` : text, () => {
    assert.equal(numberFault(text), fault);
  });
}
