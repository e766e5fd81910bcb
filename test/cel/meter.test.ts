import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json } from '../../src/base/plain-json.ts';
import { bindInput, compileCondition } from '../../src/cel/condition.ts';

function evaluate(text: string, args: Json) {
  const compiled = compileCondition({ name: 'when', text });
  assert.equal(compiled.kind, 'condition', text);
  if (compiled.kind !== 'condition') throw new Error(text);
  return compiled.condition.evaluate(bindInput({ tool: { arguments: args } }));
}

const range = (length: number) => Array.from({ length }, (_, index) => index);
const text = (length: number) => 'a'.repeat(length);
const keys = Object.fromEntries(range(40_000).map(index => [`k${index}`, index]));

/** Innocent conditions over hostile arguments: without a budget each takes seconds to hours. */
const HOSTILE: readonly (readonly [condition: string, args: Json])[] = [
  ['args.a.all(x, x in args.b)', { a: range(40_000), b: range(40_000).reverse() }],
  ['args.a.all(x, args.b.exists(y, y == x))', { a: range(40_000), b: range(40_000).reverse() }],
  ['args.a.all(x, args == input.tool.arguments)', { a: range(90_000) }],
  ['args.a.all(x, [args] in args.b)', { a: range(1000), b: range(40_000) }],
  ['args.a.map(x, x).all(x, x >= 0)', { a: range(90_000) }],
  ['args.a.exists(x, args.m[x] == 1)', { a: range(40_000), m: keys }],
  ['args.a.exists(x, x in args.m)', { a: range(40_000), m: keys }],
  ['args.t.contains(args.n)', { t: text(2_000_000), n: `b${text(1_000_000)}` }],
  ['args.t.matches("(?i)[a-z]{1,100}x")', { t: text(4_000_000) }],
  ['args.t.matches(args.p)', { t: text(100_000), p: '(a{1,100}){1,9}'.repeat(60) }],
  ['args.t.matches(args.p)', { t: 'x', p: '(a{1,1000})'.repeat(90) }],
  ['args.a.all(x, args.t.size() > 1)', { a: range(40_000), t: text(100_000) }],
  ['args.a.all(x, bytes(args.t) == bytes(args.t))', { a: range(40_000), t: text(100_000) }],
  // an exhausted budget can't be swallowed
  ['args.a.all(x, args.a.all(y, true)) || true', { a: range(40_000) }],
];

/** What real calls look like, large ones included. */
const HONEST: readonly (readonly [condition: string, args: Json])[] = [
  ['args.a.all(x, x in args.b)', { a: range(500), b: range(500) }],
  ['args.a.all(x, args.b.exists(y, y == x))', { a: range(100), b: range(100) }],
  ['args.a.all(x, x >= 0)', { a: range(50_000) }],
  ['args.a.map(x, x + 1).filter(x, x > 5).size() > 0', { a: range(1000) }],
  ['!args.t.contains("BEGIN PRIVATE KEY")', { t: text(3_000_000) }],
  ['!args.t.matches("(?i)drop\\\\s+table")', { t: text(500_000) }],
  ['args == input.tool.arguments', { a: range(50_000), t: text(1_000_000) }],
];

describe('the budget of a condition', () => {
  for (const [condition, args] of HOSTILE) {
    it(`stops ${condition}`, () => {
      const result = evaluate(condition, args);
      assert.deepEqual(result, {
        kind: 'error',
        message: 'the condition costs too much on this input',
      });
    });
  }
  for (const [condition, args] of HONEST) {
    it(`allows ${condition}`, () => {
      assert.deepEqual(evaluate(condition, args), { kind: 'value', value: true });
    });
  }
});
