import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatDiagnostic } from '../../src/base/diagnostic.ts';
import { exactJson, parseJson } from '../../src/base/plain-json.ts';
import { bindInput, type ConditionResult, compileCondition } from '../../src/cel/condition.ts';

function condition(text: string) {
  const compiled = compileCondition({ name: 'when', text });
  if (compiled.kind === 'invalid') {
    throw new Error(compiled.diagnostics.map(formatDiagnostic).join('\n'));
  }
  return compiled.condition;
}

/** The result for a call with these arguments, as JSON text. */
function evaluate(text: string, args: string): ConditionResult {
  const input = parseJson(`{
    "action": "mcp.tools.call",
    "agent": { "name": "bot", "labels": { "env": "dev" } },
    "server": { "name": "github", "trusted": false },
    "tool": { "name": "create_issue", "risk": "medium", "arguments": ${args} }
  }`);
  return condition(text).evaluate(bindInput(input));
}

const VALUES: readonly (readonly [text: string, args: string, value: boolean])[] = [
  ['args.repo.startsWith("acme/")', '{"repo":"acme/backend"}', true],
  ['args.repo.startsWith("acme/")', '{"repo":"evil/acme/"}', false],
  ['tool.name == "create_issue" && server.name == "github"', '{}', true],
  ['agent.labels.env == "dev" && input.tool.risk != "high"', '{}', true],
  ['input.agent == agent', '{}', true],
  // integers are ints however they are written
  ['args.n + 1 == 3', '{"n":2}', true],
  ['args.n + 1 == 3', '{"n":2.0}', true],
  ['args.n + 1 == 3', '{"n":0.2e1}', true],
  ['args.n + 0.5 == 2.0', '{"n":1.5}', true],
  ['args.n == 9223372036854775807', '{"n":9223372036854775807}', true],
  ['args.n > 9223372036854775807', '{"n":1e400}', true],
  ['args.n > 1.5', '{"n":2}', true],
  // own keys with famous names
  ['args.constructor == 1', '{"constructor":1}', true],
  ['args["__proto__"] == 1', '{"__proto__":1}', true],
  ['args.hasOwnProperty == "x"', '{"hasOwnProperty":"x"}', true],
  ['has(args.toString)', '{}', false],
  ['"valueOf" in args', '{}', false],
  // a key whose value is null is present
  ['has(args.a)', '{"a":null}', true],
  ['"a" in args', '{"a":null}', true],
  ['args.a == null', '{"a":null}', true],
  ['has(args.a)', '{}', false],
  // loops, indexes, regular expressions
  ['args.xs.all(x, x > 0)', '{"xs":[1,2,3]}', true],
  ['args.xs.exists_one(x, x == 2)', '{"xs":[1,2,3]}', true],
  ['args.xs.map(x, x * 2).filter(x, x > 2) == [4, 6]', '{"xs":[1,2,3]}', true],
  ['args.m.exists(k, args.m[k] == "b")', '{"m":{"x":"a","y":"b"}}', true],
  ['args.xs[args.i] == 2', '{"xs":[1,2,3],"i":1}', true],
  ['{1: "a"}[args.i] == "a"', '{"i":1}', true],
  ['{"k": true}["k"]', '{}', true],
  ['args.s.matches("^[a-z]+$")', '{"s":"abc"}', true],
  ['args.s.matches("^(a+)+$")', `{"s":"${'a'.repeat(60)}!"}`, false],
  ['args.s.size() == 2 && size(args.s) == 2', '{"s":"é😀"}', true],
  [
    'timestamp(args.when) < timestamp("2030-01-01T00:00:00Z")',
    '{"when":"2026-01-01T00:00:00Z"}',
    true,
  ],
  ['args.missing == 1 || true', '{}', true],
  ['type(args.n) == int', '{"n":1}', true],
];

describe('evaluating conditions', () => {
  for (const [text, args, value] of VALUES) {
    it(`${text} over ${args.slice(0, 40)} is ${value}`, () => {
      assert.deepEqual(evaluate(text, args), { kind: 'value', value });
    });
  }
});

const ERRORS: readonly (readonly [text: string, args: string, message: RegExp])[] = [
  ['args.missing == 1', '{}', /field not found: missing/],
  ['args.n + 1.0 > 2.0', '{"n":1}', /no matching overload/],
  ['args.n', '{"n":1}', /gave no boolean/],
  ['args.xs[args.i] == 1', '{"xs":[],"i":0}', /no such index/],
  ['args.m[args.k] == 1', '{"m":{},"k":"a"}', /no such key/],
  ['has(args.s.t)', '{"s":"text"}', /needs a map/],
  ['args.s.matches(args.p)', '{"s":"a","p":"("}', /parsing regexp/],
  ['int(args.s) > 1', `{"s":"${'9'.repeat(100)}"}`, /can't be converted/],
  ['args.n + 1 > 0', '{"n":9223372036854775807}', /overflow|out of range/],
];

describe('errors are values', () => {
  for (const [text, args, message] of ERRORS) {
    it(`${text} over ${args.slice(0, 40)}`, () => {
      const result = evaluate(text, args);
      assert.equal(result.kind, 'error');
      if (result.kind === 'error') assert.match(result.message, message);
    });
  }

  it('a variable without a value in this message', () => {
    const bindings = bindInput(parseJson('{"action":"http.get"}'));
    const result = condition('args.a == 1').evaluate(bindings);
    assert.deepEqual(result, { kind: 'error', message: '`args` is missing in this message' });
  });

  it('a message with too many values', () => {
    const bindings = bindInput(parseJson(`[${'1,'.repeat(100_000)}1]`));
    const result = condition('true').evaluate(bindings);
    assert.equal(result.kind, 'error');
  });
});

/** Conditions that touch arguments in every way the language has. */
const TOUCHING = [
  'args.a == args.b',
  'args.a < args.b || args.b >= args.a',
  'args.a + args.b == args.c',
  'args.a[args.b] == args.c',
  'args.a in args.b',
  'has(args.a.b)',
  'args.a.all(x, x == args.b)',
  'args.a.map(x, x + args.b).size() > 0',
  'args.a.contains(args.b) && args.a.matches(args.b)',
  'int(args.a) + int(args.b) > 0',
  'timestamp(args.a) < timestamp(args.b)',
  'duration(args.a) == duration(args.b)',
  'string(args.a) + string(args.b) == args.c',
  'size(args.a) == size(args.b)',
  'args.a ? args.b : args.c',
  '-args.a < args.b * args.c && args.a / args.b > args.a % args.b',
];

describe('any arguments', () => {
  const keys = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
  const args = fc.dictionary(keys, fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: false });
  for (const text of TOUCHING) {
    const { evaluate: run } = condition(text);
    it(`${text} gives a boolean or an error`, () => {
      fc.assert(
        fc.property(args, value => {
          const result = run(bindInput({ tool: { arguments: value as never } }));
          assert.ok(
            result.kind === 'error' ? result.message !== '' : typeof result.value === 'boolean',
          );
        }),
        { numRuns: 50 },
      );
    });
  }

  it('equality is that of JSON', () => {
    const { evaluate: run } = condition('args.a == args.b');
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.boolean(), (a, other, same) => {
        const b = same ? a : other;
        const result = run(bindInput({ tool: { arguments: { a, b } as never } }));
        const equal = exactJson(a as never) === exactJson(b as never);
        assert.deepEqual(result, { kind: 'value', value: equal });
      }),
    );
  });
});
