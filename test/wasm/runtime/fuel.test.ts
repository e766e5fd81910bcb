import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadRuntime } from './harness.ts';

for (const file of ['runtime.wasm', 'runtime.scalar.wasm']) {
  test(`builtins whose cost grows take fuel (${file})`, () => {
    const runtime = loadRuntime(file);
    const fuel = runtime.global('tf_fuel');
    const range = () => runtime.call('bi_numbers_range', runtime.json('1'), runtime.json('1000'));
    fuel.value = 1500n;
    assert.notEqual(range(), 0);
    assert.equal(fuel.value, 500n);
    assert.throws(range, { message: 'eval_fuel_error: the evaluation ran out of fuel' });
  });

  test(`multiplying large numbers over and over ends (${file})`, () => {
    const runtime = loadRuntime(file);
    runtime.global('tf_fuel').value = 100_000n;
    let product = runtime.json('9'.repeat(1000));
    const square = () => {
      product = runtime.call('bi_mul', product, product);
    };
    assert.throws(() => {
      for (let round = 0; round < 40; round++) square();
    }, /^Error: eval_(?:fuel|memory)_error/);
  });
}
