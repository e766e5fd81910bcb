/*
 * Our plan of a policy against the plan OPA made of it, on documents that are changed at random: both
 * must answer the same. The cases are those of OPA's suite that are about the language.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtins } from '../../src/builtins/registry.ts';
import { builtinDeclarations } from '../../src/ir/declarations.ts';
import { interpret } from '../../src/ir/interpreter.ts';
import { planFromJson } from '../../src/ir/json.ts';
import type { Policy } from '../../src/ir/plan.ts';
import { compileToPlan } from '../../src/rego/compile.ts';
import { termToValue } from '../../src/rego/constant.ts';
import { parseModule, parseQuery, parseTerm } from '../../src/rego/parse.ts';
import { fromJs, toJs, toJson } from '../../src/value/json.ts';
import { isArray, type MaybeValue, Undefined, type Value } from '../../src/value/value.ts';
import { type Case, hasCases, readCases } from '../conformance/cases.ts';

const SUITES = new Set([
  'baseandvirtualdocs',
  'completedoc',
  'comprehensions',
  'disjunction',
  'elsekeyword',
  'eqexpr',
  'every',
  'functions',
  'indirectreferences',
  'negation',
  'nestedreferences',
  'partialiter',
  'partialobjectdoc',
  'partialsetdoc',
  'planner-ir',
  'refheads',
  'topdowndynamicdispatch',
  'undos',
  'varreferences',
  'virtualdocs',
  'withkeyword',
]);

const ROUNDS = 2;

/** A generator that gives the same numbers each time, so that a failure can be found again. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x80000000;
  };
}

const ATOMS: readonly unknown[] = [0, 1, 2, -1, true, false, null, 'a', 'x', '', [], {}, [1, 2]];

function changed(value: unknown, random: () => number): unknown {
  if (random() < 0.12) return ATOMS[Math.floor(random() * ATOMS.length)];
  if (Array.isArray(value)) {
    return value.filter(() => random() > 0.1).map(item => changed(item, random));
  }
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(() => random() > 0.1);
  return Object.fromEntries(kept.map(([key, item]) => [key, changed(item, random)]));
}

function answer(policy: Policy, data: Value, input: MaybeValue): string {
  const context = { nowNs: 0n, random: () => 0.5, env: {}, cache: new Map<string, unknown>() };
  const result = interpret(policy, { plan: 'eval', input, data, builtins, context });
  if (result.kind === 'error') return result.error.code;
  if (result.kind === 'undefined' || !isArray(result.value)) return result.kind;
  return [...new Set(result.value.map(toJson))].sort().join();
}

function ours({ modules, query }: Case): Policy {
  const parsed = modules.map((text, index) => parseModule(text, `m${index}.rego`));
  return compileToPlan({
    modules: parsed,
    query: parseQuery(query),
    builtins: builtinDeclarations,
  }).policy;
}

function inputOf({ input, inputTerm }: Case): MaybeValue {
  if (inputTerm !== undefined) return termToValue(parseTerm(inputTerm)) ?? Undefined;
  return input ?? Undefined;
}

const cases = hasCases ? readCases('plans').filter(one => SUITES.has(one.suite)) : [];

test('our plans answer as OPA’s do, whatever the documents', { skip: !hasCases }, () => {
  const random = numbers(1);
  for (const one of cases) {
    const plans = [planFromJson(one.plan ?? null), ours(one)] as const;
    const input = inputOf(one);
    for (let round = 0; round < ROUNDS; round++) {
      // Rules live under objects: a policy can't be asked about data that is none.
      const data = fromJs({ ...(changed(toJs(one.data), random) as object) });
      const other = input === Undefined ? input : fromJs(changed(toJs(input), random));
      const [theirs, answered] = plans.map(plan => answer(plan, data, other));
      const documents = `data ${toJson(data)}, input ${other === Undefined ? '-' : toJson(other)}`;
      assert.equal(answered, theirs, `${one.id}: ${documents}`);
    }
  }
});
