import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryView } from '../../src/wasm/memory-view.ts';
import { PAGE_BYTES, WebAssembly } from '../../src/wasm/web-assembly.ts';

test('views follow a memory that grows', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const view = new MemoryView(memory);
  const { bytes } = view;
  assert.equal(view.bytes, bytes);
  bytes[8] = 1;
  memory.grow(1);
  assert.equal(bytes.length, 0);
  assert.equal(view.bytes.length, 2 * PAGE_BYTES);
  assert.equal(view.words[2], 1);
});
