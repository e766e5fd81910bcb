import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { callsIn } from '../../src/wasm/call-scan.ts';
import { Code } from '../../src/wasm/code.ts';
import { readModule } from '../../src/wasm/module-reader.ts';

test('calls are found among immediates that look like calls', () => {
  const code = new Code().i32(0x10).call(300).i64(0x1010n).op('drop').get(0x10).load(0x10).call(7);
  assert.deepEqual(callsIn(code.finish()), [300, 7]);
});

test('an unknown opcode is refused', () => {
  assert.throws(() => callsIn(new Uint8Array([0x06, 0x0b])), /opcode 6 is not understood/);
});

test('code that ends within an instruction is refused', () => {
  assert.throws(() => callsIn(new Uint8Array([0x44, 0x00])), /ends too early/);
});

for (const file of ['runtime.wasm', 'runtime.scalar.wasm']) {
  test(`every function of ${file} is read to its end, and calls only what there is`, () => {
    const url = new URL(`../../src/wasm/${file}`, import.meta.url);
    const { bodies, functionTypes } = readModule(readFileSync(url));
    assert.ok(bodies.length > 100);
    for (const { code } of bodies) {
      assert.equal(code.at(-1), 0x0b);
      for (const callee of callsIn(code)) assert.ok(callee < functionTypes.length);
    }
  });
}
