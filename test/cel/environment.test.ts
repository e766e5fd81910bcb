import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCelError, parse, plan } from '@bufbuild/cel';
import { createEnvironment, instrument } from '../../src/cel/environment.ts';
import { countNodes } from '../../src/cel/expr.ts';

const { env, meter } = createEnvironment();

/** Evaluates with a budget; the units that were spent, or the error. */
function evaluate(text: string, variables: object, budget = 1_000_000) {
  meter.left = budget;
  const result = plan(env, instrument(parse(text).expr))(variables as Record<string, never>);
  return { result: isCelError(result) ? result.message : result, spent: budget - meter.left };
}

describe('the environment of conditions', () => {
  it('makes regular expressions pay for text and pattern', () => {
    const simple = 't.matches("^a+$")';
    const compound = 't.matches("^(a{1,50})+$")';
    for (const text of [simple, compound]) evaluate(text, { t: '' });
    const short = evaluate(simple, { t: 'a'.repeat(100) });
    const long = evaluate(simple, { t: 'a'.repeat(1000) });
    const complex = evaluate(compound, { t: 'a'.repeat(1000) });
    assert.ok(short.result === true && long.result === true && complex.result === true);
    assert.ok(long.spent > 5 * short.spent && complex.spent > 2 * long.spent);
  });

  it('compiles a pattern once', () => {
    const first = evaluate('t.matches("^[a-c]{1,9}$")', { t: 'abc' });
    const second = evaluate('t.matches("^[a-c]{1,9}$")', { t: 'abc' });
    assert.ok(second.spent < first.spent / 10);
  });

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

  it('leaves expressions without loops, indexes and `has` as they are', () => {
    const { expr } = parse('a.b.startsWith("x") && f(c) > 1');
    assert.deepEqual(instrument(expr), expr);
  });

  it('routes the others through its own functions', () => {
    for (const text of ['a[0]', 'has(a.b)', 'a.all(x, x)']) {
      const { expr } = parse(text);
      assert.notDeepEqual(instrument(expr), expr);
      assert.ok(countNodes(instrument(expr)) >= countNodes(expr));
    }
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
