/*
 * Policies that would run for ever, fill the memory or go too deep: in both engines each ends as an
 * `eval_*_error` value, and the engine answers the next question as if nothing had been.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compile, interpret, load } from '../../src/policy/compiler.ts';

const FUEL = 200_000;
const many = Array.from({ length: 1000 }, (_, index) => index);

interface Hostile {
  readonly rules: string;
  readonly input?: unknown;
  readonly fuel?: number;
  readonly code: string;
}

const JOIN = 'input.xs[a] >= 0; input.xs[b] >= 0; input.xs[c] >= 0; input.xs[d] >= 0';

const TABLE: Readonly<Record<string, Hostile>> = {
  'a join of four': {
    rules: `p if { ${JOIN}; a + b + c + d < 0 }`,
    input: { xs: many },
    fuel: FUEL,
    code: 'eval_fuel_error',
  },
  'a huge comprehension': {
    rules: `p := count([1 | ${JOIN}])`,
    input: { xs: many },
    fuel: FUEL,
    code: 'eval_fuel_error',
  },
  'nested quantifiers': {
    rules:
      'p if { every a in input.xs { every b in input.xs { every c in input.xs { a + b + c >= 0 } } } }',
    input: { xs: many },
    fuel: FUEL,
    code: 'eval_fuel_error',
  },
  'functions that double their calls': {
    rules: [
      'f0(x) := x',
      ...Array.from({ length: 40 }, (_, at) => `f${at + 1}(x) := f${at}(x) + f${at}(x)`),
      'p := f40(1)',
    ].join('\n'),
    fuel: FUEL,
    code: 'eval_fuel_error',
  },
};

describe('evaluations that have to be stopped', () => {
  for (const [name, { rules, input = {}, fuel, code }] of Object.entries(TABLE)) {
    test(name, () => {
      const text = `package t\n${rules}\nok := input.ok\n`;
      const policy = compile({ modules: { t: text }, entrypoints: ['t/p', 't/ok'] });
      const options = { entrypoint: 't/p', ...(fuel === undefined ? {} : { fuel }) };
      const loaded = load(policy, { memoryMaximumPages: 512 });
      const results = [
        loaded.evaluate(input, options),
        interpret(policy.ir, { input, ...options }),
      ];
      for (const result of results) {
        assert.equal(result.kind === 'error' ? result.error.code : result.kind, code);
      }
      assert.deepEqual(loaded.evaluate({ ok: 7 }, { entrypoint: 't/ok' }), {
        kind: 'defined',
        value: 7,
      });
    });
  }

  test('a chain of rules', () => {
    const chain = Array.from({ length: 300 }, (_, at) => `r${at + 1} := r${at} + 1`);
    const text = `package t\nr0 := 1\n${chain.join('\n')}`;
    const policy = compile({ modules: { t: text }, entrypoints: ['t/r300'] });
    for (const result of [load(policy).evaluate({}), interpret(policy.ir)]) {
      assert.deepEqual(result, { kind: 'defined', value: 301 });
    }
  });

  test('memory has a maximum', () => {
    const text =
      'package t\np := [x | x := array.concat(input.xs, [input.xs[_], input.xs[_]])]\nok := 1';
    const policy = compile({ modules: { t: text }, entrypoints: ['t/p', 't/ok'] });
    const loaded = load(policy, { memoryMaximumPages: 64 });
    const result = loaded.evaluate({ xs: many }, { entrypoint: 't/p' });
    assert.equal(result.kind === 'error' && result.error.code, 'eval_memory_error');
    assert.deepEqual(loaded.evaluate({}, { entrypoint: 't/ok' }), { kind: 'defined', value: 1 });
  });

  for (const depth of [129, 100_000]) {
    test(`an input ${depth} arrays deep is refused`, () => {
      const policy = compile({ modules: { t: 'package t\np := input' }, entrypoints: ['t/p'] });
      const loaded = load(policy);
      const bytes = Buffer.from('['.repeat(depth) + ']'.repeat(depth));
      const result = loaded.evaluate(bytes);
      assert.equal(result.kind === 'error' && result.error.code, 'eval_input_error');
      assert.deepEqual(loaded.evaluate({ a: 1 }), { kind: 'defined', value: { a: 1 } });
    });
  }

  test('data that builtins walk all the way down does not end the process', () => {
    const text = 'package t\np := count([v | walk(input, [_, v])])';
    const loaded = load(compile({ modules: { t: text }, entrypoints: ['t/p'] }));
    const deep = Buffer.from('['.repeat(127) + ']'.repeat(127));
    assert.deepEqual(loaded.evaluate(deep), { kind: 'defined', value: 127 });
  });
});
