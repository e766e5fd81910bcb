import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { optimize } from '../../../src/ir/optimize/optimize.ts';
import type { Policy } from '../../../src/ir/plan.ts';
import { printPolicy } from '../../../src/ir/print.ts';
import { statementsOf } from '../../../src/ir/statements.ts';
import { verify } from '../../../src/ir/verify.ts';
import { compile } from '../../../src/policy/compiler.ts';
import { fromJs } from '../../../src/value/json.ts';
import { evaluateInBoth } from '../../wasm/both-engines.ts';

function planOf(rules: string): Policy {
  return compile({ modules: { t: `package t\n${rules}\n` }, query: 'x = data.t.p' }).ir;
}

function switchesIn({ funcs }: Policy): number[] {
  return funcs.flatMap(({ blocks }) =>
    [...statementsOf(blocks)].flatMap(({ stmt }) =>
      stmt.kind === 'SwitchStmt' ? [stmt.keys.length] : [],
    ),
  );
}

function rules(count: number, rule: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => rule(n)).join('\n');
}

/** Programs, and the numbers of cases of the switches they become. */
const PROGRAMS: readonly (readonly [name: string, rules: string, cases: readonly number[]])[] = [
  ['too few rules', rules(3, n => `p contains ${n} if input.a == "${n}"`), []],
  ['a partial set', rules(6, n => `p contains ${n} if input.a == "${n}"`), [6]],
  ['the constant first', rules(6, n => `p contains ${n} if "${n}" == input.a`), [6]],
  ['a partial object', rules(6, n => `p[${n}] := 1 if input.a == "${n}"`), [6]],
  ['a complete rule', rules(6, n => `p := ${n} if input.a == "${n}"`), [6]],
  [
    'one string for all',
    rules(6, n => `p contains ${n} if { input.a == "x"; input.n > ${n} }`),
    [1],
  ],
  [
    'the place that tells most apart first, then the other',
    rules(8, n => `p contains ${n} if { input.a == "${n % 2}"; input.b == "x" }`),
    [2, 1, 1],
  ],
  [
    'behind looks at other values',
    rules(6, n => `p contains ${n} if { input.n; input.a == "${n}" }`),
    [6],
  ],
  [
    'behind a call',
    rules(6, n => `p contains ${n} if { count(input.b) > 0; input.a == "${n}" }`),
    [],
  ],
  ['numbers', rules(6, n => `p contains ${n} if input.a == ${n}`), []],
  [
    'a function of the value',
    `${rules(6, n => `f(x) := ${n} if x == "${n}"`)}\np := f(input.a)`,
    [6],
  ],
  [
    'a row that another rule interrupts',
    `${rules(5, n => `p contains ${n} if input.a == "${n}"`)}\np contains 9 if input.b\n${rules(4, n => `p contains ${n} if input.a == "${n}"`)}`,
    [5, 4],
  ],
];

const INPUTS = [
  {},
  { a: '1' },
  { a: '1', b: 'x', n: 3 },
  { a: 'x', b: 'x', n: 9 },
  { a: 1, b: 'x', n: 9 },
  { a: 'none' },
  { a: ['1'] },
];

for (const [name, text, cases] of PROGRAMS) {
  test(`rows of guarded rules: ${name}`, () => {
    const policy = planOf(text);
    const optimized = optimize(policy);
    assert.deepEqual(verify(optimized), []);
    assert.deepEqual(switchesIn(optimized), cases, printPolicy(optimized));
    for (const input of INPUTS) evaluateInBoth(policy, { input: fromJs(input) });
  });
}

test('a text that is made during the evaluation finds its case', () => {
  const policy = planOf(
    `${rules(6, n => `f(x) := ${n} if x == "a${n}"`)}\np := f(concat("", ["a", input.b]))`,
  );
  assert.deepEqual(switchesIn(optimize(policy)), [6]);
  for (const b of ['3', '7', '']) evaluateInBoth(policy, { input: fromJs({ b }) });
});

test('two values of a complete rule are a conflict as before', () => {
  const policy = planOf(rules(8, n => `p := ${n} if input.a == "${n % 4}"`));
  const result = evaluateInBoth(policy, { input: fromJs({ a: '1' }) });
  assert.equal(result.kind === 'error' && result.error.code, 'eval_conflict_error');
});

const value = fc.constantFrom('a', 'b', 'c');
const field = fc.constantFrom('x', 'y.z', 'w');
const condition = fc.oneof(
  fc.tuple(field, value).map(([at, text]) => `input.${at} == "${text}"`),
  fc.constantFrom('input.n > 1', 'not input.x == "a"', 'count(input.l) > 1', '"a" in input.l'),
);
const body = fc.array(condition, { minLength: 1, maxLength: 3 }).map(all => all.join('; '));
const head = fc.constantFrom(
  'p contains N',
  'q := N % 2',
  'r.s[N % 3] := N % 2',
  'f(input.w) := N % 2',
);
const program = fc
  .tuple(head, fc.array(body, { minLength: 4, maxLength: 12 }))
  .map(([shape, bodies]) =>
    bodies
      .map(
        (text, n) =>
          `${shape
            .replaceAll(/N % (\d)/g, (_, m) => String(n % Number(m)))
            .replaceAll('N', String(n))
            .replace('f(input.w)', 'f(w)')} if { ${text} }`,
      )
      .join('\n'),
  );
const document = fc.record(
  {
    x: value,
    y: fc.record({ z: value }, { requiredKeys: [] }),
    w: value,
    n: fc.nat(3),
    l: fc.array(value, { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

test('optimized plans give what the plans give', () => {
  fc.assert(
    fc.property(program, fc.array(document, { minLength: 1, maxLength: 3 }), (text, inputs) => {
      const asked = text.startsWith('f(') ? `${text}\np := f(input.w)` : text;
      const name = /^(\w)/.exec(text)![1] === 'f' ? 'p' : /^(\w)/.exec(text)![1];
      const policy = compile({
        modules: { t: `package t\n${asked}\n` },
        query: `x = data.t.${name}`,
      }).ir;
      for (const input of inputs) evaluateInBoth(policy, { input: fromJs(input) });
    }),
    { numRuns: 60 },
  );
});
