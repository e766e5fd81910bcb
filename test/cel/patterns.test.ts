import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Meter } from '../../src/cel/meter.ts';
import { patternCache } from '../../src/cel/patterns.ts';

const BUDGET = 1_000_000;
const meter: Meter = { left: BUDGET };
const patterns = patternCache(meter);

/** The answer, and what compiling and matching have cost. */
function match(pattern: string, text: string) {
  meter.left = BUDGET;
  const matcher = patterns.compile(pattern);
  const compiling = BUDGET - meter.left;
  const matches = matcher.test(text);
  return { matches, compiling, matching: BUDGET - meter.left - compiling };
}

describe('patterns', () => {
  it('match as RE2 does: anywhere unless anchored, without look-around', () => {
    assert.ok(match('b+', 'abbc').matches);
    assert.ok(!match('^b', 'abbc').matches);
    assert.ok(match('(?i)É', 'é').matches);
    assert.throws(() => match('(?=a)', 'a'));
  });

  it('are compiled once', () => {
    assert.ok(match('^[a-c]{1,9}$', 'abc').compiling > 0);
    assert.equal(match('^[a-c]{1,9}$', 'abc').compiling, 0);
  });

  it('cost by text and by pattern', () => {
    const short = match('^a+$', 'a'.repeat(100)).matching;
    const long = match('^a+$', 'a'.repeat(1000)).matching;
    const complex = match('^(a{1,50})+$', 'a'.repeat(1000)).matching;
    assert.ok(long > 5 * short && complex > 2 * long);
  });

  it('may not be bombs', () => {
    assert.throws(() => match('(a{1,1000})'.repeat(90), 'x'), { name: 'OverBudget' });
    assert.throws(() => match('a'.repeat(1001), 'x'), /too long/);
  });
});
