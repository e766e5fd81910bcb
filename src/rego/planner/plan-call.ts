/*
 * Calls of builtins, functions and rules, and what `with` put in their place.
 */
import { DATA, INPUT, type Operand } from '../../ir/plan.ts';
import type { Call } from '../ast.ts';
import { pathText } from '../rule-definition.ts';
import { findNode, type RuleNode } from '../rule-tree.ts';
import { dataPath } from '../stages/calls.ts';
import { callName } from '../terms.ts';
import { emit, emitScan, type Frame, localOperand, newLocal, type Then } from './frame.ts';
import { planTerms } from './plan-term.ts';
import { needBuiltin, needFunction } from './unit.ts';
import { unplannable } from './unplannable.ts';
import type { Mock, World } from './world.ts';

export function planCall(frame: Frame, call: Call, then: Then): void {
  const name = callName(call);
  const mock = frame.world.mocks.get(name);
  planTerms(frame, call.args, args => {
    if (mock !== undefined) return callMock(frame, name, mock, args, then);
    const path = dataPath(call.operator);
    if (path === undefined) return callBuiltin(frame, name, args, then);
    const node = findNode(frame.unit.root, path);
    if (node === undefined) throw unplannable(`function \`${name}\` has no rules`, call.span);
    callRules(frame, node, frame.world, args, then);
  });
}

/** Whether `with` replaces the function that a call names. */
export function isMocked(frame: Frame, call: Call): boolean {
  return frame.world.mocks.has(callName(call));
}

function callMock(
  frame: Frame,
  name: string,
  mock: Mock,
  args: readonly Operand[],
  then: Then,
): void {
  if (mock.kind === 'value') return then(frame.mockValues.get(name)!);
  if (mock.kind === 'builtin') return callBuiltin(frame, mock.name, args, then);
  const node = findNode(frame.unit.root, mock.path);
  if (node === undefined) throw unplannable(`\`${pathText(mock.path)}\` has no rules`, frame.span);
  const isFunction = node.rules[0]!.arity !== undefined;
  const world = frame.unit.worlds.withoutMocks(frame.world);
  callRules(frame, node, world, isFunction ? args : [], then);
}

function callBuiltin(frame: Frame, name: string, args: readonly Operand[], then: Then): void {
  const result = newLocal(frame);
  emit(frame, { kind: 'CallStmt', func: needBuiltin(frame.unit, name), args, result });
  const value = localOperand(result);
  if (frame.unit.builtins.get(name)?.relation !== true) return then(value);
  emitScan(frame, value, (_, member) => then(member));
}

/** Calls the function of a node's rules in a world. */
export function callRules(
  frame: Frame,
  node: RuleNode,
  world: World,
  args: readonly Operand[],
  then: Then,
): void {
  const result = newLocal(frame);
  const documents = [localOperand(INPUT), localOperand(DATA)];
  const mocks = world.mockValues.map(name => frame.mockValues.get(name)!);
  const func = needFunction(frame.unit, node, world);
  emit(frame, { kind: 'CallStmt', func, args: [...documents, ...mocks, ...args], result });
  then(localOperand(result));
}
