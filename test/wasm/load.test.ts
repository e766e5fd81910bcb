import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtins } from '../../src/builtins/registry.ts';
import { compileToWasm } from '../../src/wasm/compile.ts';
import { isOurs, loadModule } from '../../src/wasm/load.ts';
import { readModule } from '../../src/wasm/module-reader.ts';
import { WebAssembly } from '../../src/wasm/web-assembly.ts';
import { answer, block, policyOf } from '../support/plans.ts';
import { resultText } from './both-engines.ts';
import { EMPTY, linked } from './tiny-module.ts';

const OURS = compileToWasm(policyOf({ plan: [block(answer(0))] }));
/** As a compiler would make it that knows nothing of us. */
const FOREIGN = linked(readModule(OURS), { keepsExport: name => !name.startsWith('tf_') });

test('our own module and another of the same ABI', () => {
  assert.equal(isOurs(new WebAssembly.Module(OURS)), true);
  assert.equal(isOurs(new WebAssembly.Module(FOREIGN)), false);
  for (const wasm of [OURS, FOREIGN]) {
    assert.equal(resultText(loadModule(wasm, { builtins }).evaluate(false)), '[false]');
  }
});

test('what is no policy module is refused', () => {
  for (const bytes of [Buffer.from('text'), linked(EMPTY, {})]) {
    assert.throws(() => loadModule(bytes, { builtins }), { code: 'tf_policy_load' });
  }
});
