import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functionExport } from '../../src/wasm/linker.ts';
import { readModule } from '../../src/wasm/module-reader.ts';
import { importedFunctions, reachableFunctions } from '../../src/wasm/reachability.ts';
import { EMPTY, instantiate, linked, wordFunction } from './tiny-module.ts';

/** `outer` calls `inner`, `lonely` calls itself. */
const MODULE = readModule(
  linked(EMPTY, {
    functions: [
      wordFunction('inner', 0, code => code.i32(5)),
      wordFunction('outer', 0, code => code.call(0)),
      wordFunction('lonely', 0, code => code.call(2)),
    ],
    exports: [functionExport('outer', 1), functionExport('lonely', 2)],
  }),
);

test('what is called by what is reached is reached', () => {
  assert.equal(importedFunctions(MODULE), 0);
  assert.deepEqual([...reachableFunctions(MODULE, [1])], [1, 0]);
  assert.deepEqual([...reachableFunctions(MODULE, [2])], [2]);
});

test('linking drops the code of functions that are not reached, and no index moves', () => {
  const bytes = linked(MODULE, { keepsExport: name => name === 'outer' });
  const { bodies } = readModule(bytes);
  assert.deepEqual(
    bodies.map(({ code }) => code.length),
    [3, 3, 2],
  );
  assert.equal((instantiate(bytes)['outer'] as () => number)(), 5);
});
