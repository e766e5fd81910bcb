import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCelError, parse, plan } from '@bufbuild/cel';
import { createEnvironment } from '../../src/cel/environment.ts';
import { instrument } from '../../src/cel/instrument.ts';

const { env, meter } = createEnvironment();

/** Evaluates with a budget; the units that were spent, or the error. */
function evaluate(text: string, variables: object, budget = 1_000_000) {
  meter.left = budget;
  const result = plan(env, instrument(parse(text).expr))(variables as Record<string, never>);
  return { result: isCelError(result) ? result.message : result, spent: budget - meter.left };
}

describe('the environment of conditions', () => {
  it('makes a loop pay for its body', () => {
    const list = Array.from({ length: 100 }, (_, index) => BigInt(index));
    const small = evaluate('xs.all(x, x >= 0)', { xs: list });
    const large = evaluate('xs.all(x, x >= 0 && x < 1000 && x != 500 && x != 501)', { xs: list });
    assert.ok(small.result === true && large.result === true);
    assert.ok(large.spent > small.spent * 1.5);
  });

  it('ends when the budget is gone, whatever stands around', () => {
    const { result } = evaluate('xs.all(x, x == x) || true', { xs: [1n, 2n, 3n] }, 5);
    assert.equal(result, true);
    assert.ok(meter.left < 0);
  });

  const indexes: readonly (readonly [text: string, result: unknown])[] = [
    ['[1, 2][1]', 2n],
    ['[1, 2][1.0]', 2n],
    ['[1, 2][1u]', 2n],
    ['[1, 2][2]', 'no such index'],
    ['[1, 2][-1]', 'no such index'],
    ['[1, 2][0.5]', 'no such index'],
    ['{1: "a"}[1.0]', 'a'],
    ['{1u: "a"}[1]', 'a'],
    ['{true: "a"}[true]', 'a'],
    ['{"a": null}["a"]', null],
    ['{"a": 1}["b"]', 'no such key'],
    ['{"a": 1}[[]]', 'no such key'],
    ['"abc"[0]', 'only lists and maps have elements'],
  ];
  for (const [text, result] of indexes) {
    it(`${text} is ${result}`, () => assert.deepEqual(evaluate(text, {}).result, result));
  }
});
