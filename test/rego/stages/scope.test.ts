import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Var } from '../../../src/rego/ast.ts';
import { parseQuery } from '../../../src/rego/parse.ts';
import { newReport } from '../../../src/rego/report.ts';
import {
  checkUse,
  declare,
  forgetUses,
  lookUp,
  namesIn,
  openScope,
} from '../../../src/rego/stages/scope.ts';
import { nameSource } from '../../../src/rego/variables.ts';

const span = { source: { name: '', text: '' }, start: 0, end: 0 };
const variable = (name: string): Var => ({ kind: 'var', name, span });

test('a name stands for a renamed variable from its declaration on', () => {
  const scope = openScope(undefined, parseQuery('x := 1'));
  assert.equal(lookUp(scope, 'y'), undefined);
  declare(scope, variable('x'), 'assign', nameSource(), newReport());
  assert.deepEqual(lookUp(scope, 'x'), variable('x@0'));
  assert.deepEqual(lookUp(openScope(scope, []), 'x'), variable('x@0'));
});

test('a closure above a declaration means another variable; the same body may not', () => {
  const scope = openScope(undefined, parseQuery('x := 1'));
  const report = newReport();
  assert.equal(lookUp(openScope(scope, []), 'x'), 'shared');
  assert.equal(scope.usedAbove.size, 0);
  assert.equal(lookUp(scope, 'x'), 'shared');
  declare(scope, variable('x'), 'assign', nameSource(), report);
  assert.match(report.diagnostics[0]!.message, /used above/);
});

test('names are unused until they are looked up after their declaration', () => {
  const told = (use: boolean, strict: boolean) => {
    const report = newReport();
    const scope = openScope(undefined, []);
    declare(scope, variable('x'), 'some', nameSource(), report);
    declare(scope, variable('y'), 'assign', nameSource(), report);
    for (const name of use ? ['x', 'y'] : []) lookUp(scope, name);
    checkUse(scope, strict, report);
    return report.diagnostics.map(one => one.message);
  };
  assert.deepEqual(told(true, true), []);
  assert.deepEqual(told(false, false), ['declared variable `x` is not used']);
  assert.equal(told(false, true).length, 2);
});

test('a pattern that declares is no use', () => {
  const report = newReport();
  const scope = openScope(undefined, []);
  declare(scope, variable('x'), 'some', nameSource(), report);
  lookUp(scope, 'x');
  forgetUses(scope, [variable('x')]);
  checkUse(scope, false, report);
  assert.equal(report.diagnostics.length, 1);
});

test('names of patterns leave wildcards out', () => {
  const [first] = parseQuery('[a, _, {"k": b}] = 1');
  const pattern = first!.body.kind === 'term' && first!.body.term;
  assert.ok(pattern);
  assert.deepEqual(
    namesIn(pattern).map(one => one.name),
    ['a', 'b'],
  );
});
