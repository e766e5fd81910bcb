import assert from 'node:assert/strict';
import test from 'node:test';
import { guardsOf, placeKey } from '../../../src/ir/optimize/guards.ts';
import type { StmtOf } from '../../../src/ir/plan.ts';
import { compile } from '../../../src/policy/compiler.ts';
import { local, stmt, text } from '../../support/plans.ts';

/** Bodies, and the tests of input against strings that they begin with. */
const BODIES: readonly (readonly [body: string, guards: readonly string[]])[] = [
  ['input.a == "x"', ['input.a = x']],
  ['"x" == input.a.b', ['input.a.b = x']],
  ['input.a == "x"; input.b == "y"', ['input.a = x', 'input.b = y']],
  ['input.n; input.a == "x"', ['input.a = x']],
  ['input.n != 2; input.a == "x"', ['input.a = x']],
  ['count(input.l) > 0; input.a == "x"', []],
  ['input.a == input.b', []],
  ['input.a == 1', []],
  ['input[input.k] == "x"', []],
  ['not input.a == "x"', []],
];

for (const [body, guards] of BODIES) {
  test(`guards of a body: ${body}`, () => {
    const { ir } = compile({
      modules: { t: `package t\np contains 1 if { ${body} }` },
      entrypoints: ['t/p'],
    });
    const func = ir.funcs.find(({ name }) => name.endsWith('.p'))!;
    const said = (index: number) => ir.static.strings[index];
    const found = func.blocks
      .flatMap(block => guardsOf(block, func.params))
      .map(({ path, key }) => `input.${path.map(said).join('.')} = ${said(key)}`);
    assert.deepEqual(found, guards);
  });
}

test('guards of one place have one key', () => {
  const equal = stmt('EqualStmt', { a: local(3), b: text(3) }) as StmtOf<'EqualStmt'>;
  const guard = { root: 0, path: [1, 2], key: 3, test: equal };
  assert.equal(placeKey(guard), placeKey({ ...guard, key: 4 }));
  assert.notEqual(placeKey(guard), placeKey({ ...guard, path: [1] }));
});
