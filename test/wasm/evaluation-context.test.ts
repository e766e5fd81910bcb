import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluationContext } from '../../src/wasm/evaluation-context.ts';

const draw = (seed?: string) => {
  const { random } = evaluationContext(seed === undefined ? {} : { seed });
  return [random(), random(), random()];
};

test('the same seed gives the same numbers, another seed others', () => {
  assert.deepEqual(draw('a'), draw('a'));
  assert.notDeepEqual(draw('a'), draw('b'));
  assert.notDeepEqual(draw(), draw());
});

test('random numbers lie in [0, 1) and differ', () => {
  const numbers = draw('a');
  assert.ok(numbers.every(number => number >= 0 && number < 1));
  assert.equal(new Set(numbers).size, 3);
});

test('time stands still at the given instant, or at the start', () => {
  assert.equal(evaluationContext({ nowNs: 7n }).nowNs, 7n);
  const before = BigInt(Date.now()) * 1_000_000n;
  const { nowNs } = evaluationContext();
  assert.ok(nowNs >= before && nowNs <= BigInt(Date.now()) * 1_000_000n);
});

test('nothing of the environment is seen unless it is given', () => {
  assert.deepEqual(evaluationContext().env, {});
  assert.deepEqual(evaluationContext({ env: { A: '1' } }).env, { A: '1' });
});
