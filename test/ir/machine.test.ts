import assert from 'node:assert/strict';
import test from 'node:test';
import type { Builtins } from '../../src/ir/builtin-calls.ts';
import { interpret } from '../../src/ir/interpreter.ts';
import type { MachineOptions } from '../../src/ir/machine.ts';
import type { Block, Func } from '../../src/ir/plan.ts';
import type { Tracer } from '../../src/ir/tracer.ts';
import { Undefined, type Value } from '../../src/value/value.ts';
import { answer, block, func, local, policyOf, stmt, text } from '../support/plans.ts';

/** A builtin that gives 1, 2, 3, …: how often it was called can be seen in its results. */
function counter(): Builtins<undefined> {
  let calls = 0;
  const tick = { call: (): Value => ++calls };
  return { get: name => (name === 'time.now_ns' ? tick : undefined) };
}

function run(plan: Block, funcs: readonly Func[], options: MachineOptions = {}) {
  return interpret(policyOf({ strings: ['a'], plan: [plan], funcs }), {
    input: Undefined,
    data: null,
    builtins: counter(),
    context: undefined,
    ...options,
  });
}

const tick = stmt('CallStmt', { func: 'time.now_ns', args: [], result: 2 });
const rule = func('rule', [0, 1], block(tick, stmt('ReturnLocalStmt', { source: 2 })));
const func3 = func('func', [0, 1, 3], block(tick, stmt('ReturnLocalStmt', { source: 2 })));
const callRule = stmt('CallStmt', { func: 'rule', args: [local(0), local(1)], result: 4 });
const callFunc = stmt('CallStmt', { func: 'func', args: [local(0), local(1), text(0)], result: 4 });

test('a rule is computed once', () => {
  const result = run(block(callRule, answer(4), callRule, answer(4)), [rule]);
  assert.deepEqual(result, { kind: 'defined', value: [1] });
});

test('an undefined rule is computed once too', () => {
  let entered = 0;
  const never = func('rule', [0, 1], block(stmt('ReturnLocalStmt', { source: 9 })));
  const twice = stmt('BlockStmt', { blocks: [block(callRule), block(callRule)] });
  run(block(twice), [never], { tracer: { enterFunction: () => entered++ } });
  assert.equal(entered, 1);
});

test('a function is computed at each call', () => {
  const result = run(block(callFunc, answer(4), callFunc, answer(4)), [func3]);
  assert.deepEqual(result, { kind: 'defined', value: [1, 2] });
});

test('a rule is computed anew under a With, and what it was before is known again after it', () => {
  const under = stmt('WithStmt', {
    local: 0,
    path: [],
    value: text(0),
    block: block(callRule, answer(4), callRule, answer(4)),
  });
  const result = run(block(callRule, answer(4), under, callRule, answer(4)), [rule]);
  assert.deepEqual(result, { kind: 'defined', value: [1, 2] });
});

test('fuel is spent on calls and iterations', () => {
  assert.equal(run(block(callFunc, callFunc), [func3], { fuel: 2 }).kind, 'undefined');
  assert.deepEqual(run(block(callFunc, callFunc), [func3], { fuel: 1 }), {
    kind: 'error',
    error: { code: 'eval_fuel_error', message: 'the evaluation ran out of fuel' },
  });
  const scan = stmt('ScanStmt', { source: 5, key: 6, value: 7, block: block() });
  const array = [
    stmt('MakeArrayStmt', { capacity: 0, target: 5 }),
    stmt('ArrayAppendStmt', { array: 5, value: text(0) }),
    stmt('ArrayAppendStmt', { array: 5, value: text(0) }),
  ];
  assert.equal(run(block(...array, scan), [], { fuel: 2 }).kind, 'undefined');
  assert.equal(run(block(...array, scan), [], { fuel: 1 }).kind, 'error');
});

/** Rules that call each other in a row. */
function chain(length: number): Func[] {
  return Array.from({ length }, (_, index) => {
    const next = stmt('CallStmt', { func: `r${index + 1}`, args: [local(0), local(1)], result: 2 });
    const end = stmt('AssignVarStmt', { source: text(0), target: 2 });
    const body = block(index + 1 === length ? end : next);
    return func(`r${index}`, [0, 1], body, block(stmt('ReturnLocalStmt', { source: 2 })));
  });
}

const callChain = block(
  stmt('CallStmt', { func: 'r0', args: [local(0), local(1)], result: 4 }),
  answer(4),
);

test('calls nest to a limit', () => {
  assert.equal(run(callChain, chain(5), { maxDepth: 5 }).kind, 'defined');
  assert.deepEqual(run(callChain, chain(6), { maxDepth: 5 }), {
    kind: 'error',
    error: { code: 'eval_depth_error', message: 'calls are nested deeper than 5' },
  });
});

test('the default limit is reached before the stack ends', () => {
  const result = run(callChain, chain(100_000));
  assert.equal(result.kind === 'error' && result.error.code, 'eval_depth_error');
});

test('a tracer sees functions and statements, entered and left', () => {
  const events: string[] = [];
  const tracer: Tracer = {
    enterFunction: ({ name }, args) => events.push(`> ${name} ${args.length}`),
    exitFunction: ({ name }, result) => events.push(`< ${name} ${String(result)}`),
    enterStatement: ({ kind }) => events.push(`+ ${kind}`),
    exitStatement: ({ kind }, defined, read) => {
      events.push(`- ${kind} ${defined} ${String(read(2))}`);
    },
  };
  run(block(callRule), [rule], { tracer });
  assert.deepEqual(events, [
    '+ CallStmt',
    '> rule 2',
    '+ CallStmt',
    '- CallStmt true 1',
    '+ ReturnLocalStmt',
    '- ReturnLocalStmt false 1',
    '< rule 1',
    '- CallStmt true Symbol(Rego undefined)',
  ]);
});
