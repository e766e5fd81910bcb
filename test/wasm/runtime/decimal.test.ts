import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareNumbers, numberIdentity, type RegoNumber } from '../../../src/value/decimal.ts';
import { anyNumber } from './arbitrary.ts';
import { notation, type Runtime, testBoth } from './harness.ts';

const GROUPS: readonly (readonly string[])[] = [
  ['-1e1000000000'],
  ['-9223372036854775809', '-9223372036854775809.0'],
  ['-9223372036854775808', '-9.223372036854775808e18'],
  ['-1', '-1.0', '-10e-1'],
  ['-1e-1000000000'],
  ['0', '-0', '0.0', '0e999999999999999999999'],
  ['1e-400', '0.1e-399'],
  ['0.1', '1e-1', '0.10', '0.00001e4'],
  ['1', '1.0', '1e0', '0.001e3', '1000e-3'],
  ['1.5', '15e-1', '1.50'],
  ['100', '1e2', '100.00', '0.1e3'],
  ['999999999999999999', '999999999999999999.0'],
  ['1000000000000000000', '1e18', '1.0e18'],
  ['9223372036854775807', '9223372036854775807.0'],
  ['9223372036854775808', '922337203685477580.8e1'],
  ['1e400', '0.1e401', '1' + '0'.repeat(400)],
  ['1e1000000000', '10e999999999'],
];

testBoth('numbers are ordered exactly, however they are written', runtime => {
  const all = GROUPS.flatMap((texts, rank) => texts.map(text => ({ text, rank })));
  for (const a of all) {
    for (const b of all) {
      runtime.reset();
      const order = runtime.call('rt_compare', runtime.json(a.text), runtime.json(b.text));
      assert.equal(Math.sign(order), Math.sign(a.rank - b.rank), `${a.text} and ${b.text}`);
    }
  }
});

testBoth('equal numbers are one key of a hashed set', runtime => {
  runtime.reset();
  const set = runtime.call('rt_set_new');
  for (const text of GROUPS.flat()) runtime.call('rt_set_add', set, runtime.json(text));
  assert.equal(runtime.call('rt_len', set), GROUPS.length);
});

function order(runtime: Runtime, a: RegoNumber, b: RegoNumber): number {
  runtime.reset();
  const left = runtime.json(notation(a));
  return Math.sign(runtime.call('rt_compare', left, runtime.json(notation(b))));
}

testBoth('agrees with TypeScript on random numbers', runtime => {
  fc.assert(
    fc.property(anyNumber, anyNumber, (a, b) => {
      const left = a as RegoNumber;
      const right = b as RegoNumber;
      assert.equal(order(runtime, left, right), Math.sign(compareNumbers(left, right)));
      const same = numberIdentity(left) === numberIdentity(right);
      assert.equal(order(runtime, left, right) === 0, same);
    }),
    { numRuns: 400 },
  );
});
