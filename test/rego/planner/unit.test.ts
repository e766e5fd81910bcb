import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtinDeclarations } from '../../../src/ir/declarations.ts';
import {
  needBuiltin,
  needFunction,
  newUnit,
  stringOperand,
} from '../../../src/rego/planner/unit.ts';
import { emptyNode, nodeAt } from '../../../src/rego/rule-tree.ts';

test('static texts have one number each', () => {
  const unit = newUnit(emptyNode([]), builtinDeclarations);
  assert.deepEqual(
    ['a', 'b', 'a'].map(text => stringOperand(unit, text).value),
    [0, 1, 0],
  );
  assert.deepEqual(unit.strings.texts, ['a', 'b']);
});

test('a function is needed once per world', () => {
  const root = emptyNode([]);
  const unit = newUnit(root, builtinDeclarations);
  const node = nodeAt(root, ['a', 'b']);
  const other = unit.worlds.hide(unit.worlds.plain, ['c']);
  assert.equal(needFunction(unit, node, unit.worlds.plain), 'g0.data.a.b');
  assert.equal(needFunction(unit, node, other), 'g1.data.a.b');
  needFunction(unit, node, other);
  assert.equal(unit.needed.size, 2);
});

test('builtins are noted with their arity', () => {
  const unit = newUnit(emptyNode([]), builtinDeclarations);
  needBuiltin(unit, 'count');
  needBuiltin(unit, 'count');
  assert.deepEqual([...unit.usedBuiltins.values()], [{ name: 'count', arity: 1 }]);
});
