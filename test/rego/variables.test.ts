import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery, parseTerm } from '../../src/rego/parse.ts';
import {
  bodyVariables,
  eachClosureVariable,
  eachTermVariableDeep,
  eachVariable,
  eachVariableDeep,
  isRoot,
  isWildcard,
  nameSource,
  userName,
  variablesOf,
} from '../../src/rego/variables.ts';

const span = { source: { name: '', text: '' }, start: 0, end: 0 };

test('renamed variables are unique and keep the user’s name', () => {
  const names = nameSource();
  const [a, b, made] = [names.fresh(span, 'x'), names.fresh(span, 'x'), names.fresh(span)];
  assert.notEqual(a!.name, b!.name);
  assert.deepEqual(
    [a, b, made].map(one => userName(one!.name)),
    ['x', 'x', undefined],
  );
  assert.equal(userName('$3'), '_');
  assert.equal(userName('x'), 'x');
});

test('wildcards and documents are told from variables', () => {
  assert.deepEqual(['$0', '_', 'x'].map(isWildcard), [true, true, false]);
  assert.deepEqual(['data', 'input', 'x'].map(isRoot), [true, true, false]);
});

test('variables outside of closures, and in them', () => {
  const term = parseTerm('[x, data.a[y], f(z), {v | w}]');
  assert.deepEqual([...variablesOf(term)], ['x', 'y', 'z']);
  const seen: string[] = [];
  eachVariable(term, one => seen.push(one.name));
  assert.deepEqual(seen, ['x', 'y', 'z']);
  const deep: string[] = [];
  eachTermVariableDeep(term, one => deep.push(one.name));
  assert.deepEqual(deep, ['x', 'y', 'z', 'v', 'w']);
});

test('variables of bodies and closures', () => {
  const body = parseQuery('every k, v in xs { v > a }; b = [c | d]');
  assert.deepEqual([...bodyVariables(body)], ['xs', 'b']);
  const deep: string[] = [];
  eachVariableDeep(body[0]!, one => deep.push(one.name));
  assert.deepEqual(deep, ['xs', 'k', 'v', 'v', 'a']);
  const closed: string[] = [];
  const closure = { binds: [{ kind: 'var', name: 'q', span } as const], heads: [], body };
  eachClosureVariable(closure, one => closed.push(one.name));
  assert.equal(closed[0], 'q');
});
