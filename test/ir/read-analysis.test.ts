import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { interpret } from '../../src/ir/interpreter.ts';
import type { Func, Operand, Policy, Stmt } from '../../src/ir/plan.ts';
import { readSetOfPlan } from '../../src/ir/read-analysis.ts';
import { printReadPath, project } from '../../src/ir/read-set.ts';
import type { Result } from '../../src/ir/result.ts';
import { fromJs, toJson } from '../../src/value/json.ts';
import type { Value } from '../../src/value/value.ts';
import { aDeepInput, aKey, aPolicy, aValue } from '../support/arbitrary-plans.ts';
import { answer, block, func, local, policyOf, stmt, TRUE, text } from '../support/plans.ts';

const STRINGS = ['a', 'b', 'c', 'g0', 'rule'];

function dot(source: number, key: Operand, target: number): Stmt {
  return stmt('DotStmt', { source: local(source), key, target });
}

function isTrue(source: number): Stmt {
  return stmt('EqualStmt', { a: local(source), b: TRUE });
}

function call(name: string, result: number, ...args: readonly Operand[]): Stmt {
  return stmt('CallStmt', { func: name, args, result });
}

function paths(stmts: readonly Stmt[], ...funcs: readonly Func[]): string[] {
  const policy = policyOf({ strings: STRINGS, plan: [block(...stmts)], funcs });
  return readSetOfPlan(policy).paths.map(printReadPath);
}

const give = stmt('ReturnLocalStmt', { source: 2 });

const READS: readonly (readonly [
  name: string,
  stmts: readonly Stmt[],
  wanted: string[],
  ...funcs: Func[],
])[] = [
  ['nothing', [answer(1)], []],
  ['the whole input', [answer(0)], ['input']],
  ['a constant path', [dot(0, text(0), 2), dot(2, text(1), 3), isTrue(3)], ['input.a.b']],
  ['a look-up whose value is not used', [dot(0, text(0), 2)], ['input.a']],
  [
    'a key known at run time, and the key',
    [dot(0, text(0), 2), dot(0, text(1), 3), dot(2, local(3), 4), isTrue(4)],
    ['input.a[*]', 'input.b'],
  ],
  [
    'parts of elements',
    [
      dot(0, text(0), 2),
      stmt('ScanStmt', {
        source: 2,
        key: 3,
        value: 4,
        block: block(dot(4, text(1), 5), isTrue(5)),
      }),
    ],
    ['input.a[*].b'],
  ],
  [
    'what a function looks into',
    [dot(0, text(0), 2), call('f', 3, local(0), local(1), local(2))],
    ['input.a.c'],
    func('f', [0, 1, 3], block(dot(3, text(2), 2), isTrue(2), give)),
  ],
  [
    'what is looked into after a function returned it',
    [call('f', 3, local(0), local(1)), dot(3, text(1), 4), isTrue(4)],
    ['input.a.b'],
    func(
      'f',
      [0, 1],
      block(dot(0, text(0), 4), stmt('AssignVarOnceStmt', { source: local(4), target: 2 }), give),
    ),
  ],
  [
    'outputs that are compared',
    [call('f', 3, local(0), local(1)), dot(3, text(1), 4), isTrue(4)],
    ['input.a', 'input.b'],
    func(
      'f',
      [0, 1],
      block(
        dot(0, text(0), 4),
        stmt('AssignVarOnceStmt', { source: local(4), target: 2 }),
        dot(0, text(1), 5),
        stmt('AssignVarOnceStmt', { source: local(5), target: 2 }),
        give,
      ),
    ),
  ],
  [
    'a value that replaces a part of a document',
    [
      dot(0, text(0), 2),
      stmt('WithStmt', { local: 1, path: [1], value: local(2), block: block(answer(1)) }),
    ],
    ['input.a'],
  ],
  [
    'a document that replaces the input, and the input',
    [
      dot(0, text(0), 2),
      stmt('WithStmt', {
        local: 0,
        path: [],
        value: local(2),
        block: block(dot(0, text(1), 3), isTrue(3)),
      }),
    ],
    ['input.a', 'input.b'],
  ],
  [
    'no more for a document that is put back',
    [
      stmt('AssignVarStmt', { source: local(0), target: 2 }),
      stmt('WithStmt', {
        local: 0,
        path: [0],
        value: TRUE,
        block: block(
          stmt('WithStmt', {
            local: 0,
            path: [],
            value: local(2),
            block: block(dot(0, text(1), 3)),
          }),
        ),
      }),
    ],
    ['input.b'],
  ],
  [
    'rules that a dynamic call may find',
    [stmt('CallDynamicStmt', { path: [text(3), local(2)], args: [0, 1], result: 3 })],
    ['input.c'],
    { ...func('f', [0, 1], block(dot(0, text(2), 2), give)), path: ['g0', 'rule'] },
    { ...func('g', [0, 1], block(dot(0, text(1), 2), give)), path: ['g1', 'rule'] },
  ],
  ['operands of builtins', [dot(0, text(0), 2), call('count', 3, local(2))], ['input.a']],
];

for (const [name, stmts, wanted, ...funcs] of READS) {
  test(`the read set has ${name}`, () => {
    assert.deepEqual(paths(stmts, ...funcs), wanted);
  });
}

test('a recursive plan reads everything', () => {
  const loop = func('f', [0, 1], block(call('f', 2, local(0), local(1)), give));
  assert.deepEqual(paths([call('f', 2, local(0), local(1))], loop), ['input']);
});

test('a plan that goes ever deeper is cut short', () => {
  const deeper = stmt('ScanStmt', {
    source: 1,
    key: 3,
    value: 4,
    block: block(dot(2, text(0), 2)),
  });
  const found = paths([stmt('AssignVarStmt', { source: local(0), target: 2 }), deeper]);
  assert.deepEqual(found, [`input${'.a'.repeat(16)}`]);
});

test('a plan is deterministic unless it can reach a builtin that is not', () => {
  const now = func('now', [0, 1], block(call('time.now_ns', 2), give));
  const isDeterministic = (stmts: Stmt[]) =>
    readSetOfPlan(policyOf({ plan: [block(...stmts)], funcs: [now] })).deterministic;
  assert.equal(isDeterministic([call('count', 2, local(0))]), true);
  assert.equal(isDeterministic([call('now', 2, local(0), local(1))]), false);
  assert.equal(isDeterministic([call('a.builtin.of.someone', 2)]), false);
});

/* The invariant itself, on plans that no planner would write. */

/** A change of an input at one place: another value there, or none. */
interface Change {
  readonly path: readonly string[];
  readonly value: unknown;
}
const aChange: fc.Arbitrary<Change> = fc.record({
  path: fc.array(aKey, { minLength: 1, maxLength: 3 }),
  value: fc.option(aValue, { nil: undefined }),
});

function changed(input: unknown, { path, value }: Change): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const fields = input as Record<string, unknown>;
  return { ...fields, [head]: changed(fields[head], { path: rest, value }) };
}

function run(policy: Policy, input: Value): Result {
  return interpret(policy, {
    input,
    data: fromJs({ a: { b: [1] } }),
    builtins: new Map(),
    context: undefined,
  });
}

function sameResult(a: Result, b: Result): boolean {
  if (a.kind === 'defined' && b.kind === 'defined') return toJson(a.value) === toJson(b.value);
  if (a.kind === 'error' && b.kind === 'error') return a.error.message === b.error.message;
  return a.kind === b.kind;
}

test('two inputs equal on the read set give equal results', () => {
  let compared = 0;
  fc.assert(
    fc.property(
      aPolicy,
      aDeepInput,
      fc.array(aChange, { minLength: 8 }),
      (policy, input, changes) => {
        const readSet = readSetOfPlan(policy);
        const first = fromJs(input);
        const wanted = run(policy, first);
        for (const change of changes) {
          const second = fromJs(changed(input, change));
          if (project(first, readSet) !== project(second, readSet)) continue;
          if (toJson(first) !== toJson(second)) compared += 1;
          const same = sameResult(wanted, run(policy, second));
          assert.ok(same, `${toJson(first)} ${toJson(second)} ${project(first, readSet)}`);
        }
      },
    ),
    { numRuns: 200 },
  );
  assert.ok(compared > 200, `only ${compared} pairs were compared`);
});
