import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '../../support/rego-compile.ts';

const LIB = 'package lib\na := {"k": 1}\nb := {"k": 2}\nc := [3]';
const data = { lib: { z: { k: 9 }, y: 5 } };

test('alternatives without new variables have one answer', () => {
  const ask = (name: string) =>
    evaluate(['p := data.lib[input.x].k', LIB], { data, input: { x: name } });
  assert.equal(ask('b'), '[{"x":2}]');
  assert.equal(ask('z'), '[{"x":9}]');
  assert.equal(ask('y'), 'undefined');
  assert.equal(ask('none'), 'undefined');
});

test('alternatives with new variables are iterated together', () => {
  const all = evaluate(['p contains [x, y, v] if v := data.lib[x][y]', LIB], { data });
  assert.equal(all, '[{"x":[["a","k",1],["b","k",2],["c",0,3],["z","k",9]]}]');
});

test('solutions under `with` outlive it', () => {
  const source = 'p contains [x, input.y] if { input.xs[x] with input as {"xs": ["a", "b"]} }';
  assert.equal(evaluate(source, { input: { y: 7 } }), '[{"x":[[0,7],[1,7]]}]');
});
