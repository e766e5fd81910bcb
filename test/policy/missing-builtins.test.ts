import assert from 'node:assert/strict';
import test from 'node:test';
import { positionOf } from '../../src/base/source.ts';
import { planFromJson } from '../../src/ir/json.ts';
import { grantedBuiltins } from '../../src/policy/granted-builtins.ts';
import { missingBuiltins } from '../../src/policy/missing-builtins.ts';

const call = (func: string) => ({
  type: 'CallStmt',
  stmt: { func, args: [], result: 2, file: 0, row: 3, col: 1 },
});

function plan(func: string) {
  return planFromJson(
    Buffer.from(
      JSON.stringify({
        static: {
          strings: [],
          builtin_funcs: [{ name: func, decl: { args: [], type: 'function' } }],
          files: [{ value: 'a.rego' }],
        },
        plans: { plans: [{ name: 'p', blocks: [{ stmts: [call(func)] }] }] },
        funcs: { funcs: [] },
      }),
    ),
  );
}

test('what nothing implements is told with its place and a hint', () => {
  const sources = { 'a.rego': 'package a\n\np if opa.runtime()' };
  const [diagnostic] = missingBuiltins(plan('opa.runtime'), sources, grantedBuiltins(undefined));
  assert.equal(diagnostic?.message, 'builtin `opa.runtime` is not available');
  assert.deepEqual(positionOf(diagnostic!.span!), { line: 3, column: 6 });
  assert.match(diagnostic?.hint ?? '', /environment/);
});

test('what is implemented is no news', () => {
  assert.deepEqual(missingBuiltins(plan('count'), {}, grantedBuiltins(undefined)), []);
});
