/* What the compiler says a policy depends on is all it depends on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { builtins } from '../../src/builtins/registry.ts';
import { interpret } from '../../src/ir/interpreter.ts';
import { project } from '../../src/ir/read-set.ts';
import { type CompiledPolicy, compile } from '../../src/policy/compiler.ts';
import { RegoError } from '../../src/rego/rego-error.ts';
import { fromJs } from '../../src/value/json.ts';
import { RegoObject, type Value } from '../../src/value/value.ts';
import { evaluationContext } from '../../src/wasm/evaluation-context.ts';
import { aProgram, BASE_DOCUMENT, type Program } from '../support/program-arbitrary.ts';
import { resultText } from '../wasm/both-engines.ts';

const data = fromJs({ base: BASE_DOCUMENT });

function compiled({ text, documents }: Program): CompiledPolicy | undefined {
  try {
    return compile({ modules: { t: text }, entrypoints: documents.map(name => `t/${name}`) });
  } catch (thrown) {
    if (thrown instanceof RegoError) return undefined;
    throw thrown;
  }
}

/** The input with one part replaced, left out or added, part by part. */
function variants(input: Value): Value[] {
  if (!(input instanceof RegoObject)) return ['another value'];
  const entries = input.entries();
  return [
    'another value',
    input.with('one more', true),
    ...entries.flatMap(({ key, value }) => variants(value).map(other => input.with(key, other))),
    ...entries.map(({ key }) =>
      RegoObject.of(entries.filter(one => one.key !== key).map(one => [one.key, one.value])),
    ),
  ];
}

function answer({ ir }: CompiledPolicy, input: Value, nowNs: bigint, seed: string): string {
  const context = evaluationContext({ nowNs, seed });
  return ir.plans
    .map(({ name }) => resultText(interpret(ir, { plan: name, input, data, builtins, context })))
    .join('\n');
}

test('inputs that are equal on the read set have equal results', () => {
  let compared = 0;
  fc.assert(
    fc.property(aProgram, program => {
      const policy = compiled(program);
      if (policy === undefined || program.documents.length === 0) return;
      const input = fromJs(program.inputs[0]);
      const key = project(input, policy.readSet);
      const wanted = answer(policy, input, 0n, 'a');
      for (const variant of variants(input)) {
        if (project(variant, policy.readSet) !== key) continue;
        compared += 1;
        assert.equal(answer(policy, variant, 0n, 'a'), wanted);
      }
    }),
    { numRuns: 60, seed: 1 },
  );
  assert.ok(compared > 100, `only ${compared} inputs were compared`);
});

/** Calls that ask for the time or a random number, and some that don't. */
const CALLS = [
  ['time.now_ns()', false],
  ['rand.intn("a", 1000000)', false],
  ['uuid.rfc4122("a")', false],
  ['time.date(input.n)', true],
  ['count(input.xs)', true],
] as const;

test('a policy that is said to be deterministic gives the same at any time and with any seed', () => {
  const calls = fc.array(fc.constantFrom(...CALLS), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(calls, fc.bigInt({ min: 0n, max: 2n ** 60n }), (chosen, now) => {
      const rules = chosen.map(([call], index) => `c${index} := ${call}\nd${index} := [c${index}]`);
      const entrypoints = chosen.map((_, index) => `t/d${index}`);
      const policy = compile({ modules: { t: `package t\n${rules.join('\n')}\n` }, entrypoints });
      assert.equal(
        policy.deterministic,
        chosen.every(([, isDeterministic]) => isDeterministic),
      );
      const input = fromJs({ n: 1, xs: [1] });
      const [first, second] = [
        answer(policy, input, 1n, 'a'),
        answer(policy, input, now + 2n, 'b'),
      ];
      assert.equal(first === second, policy.deterministic);
    }),
    { numRuns: 60 },
  );
});
