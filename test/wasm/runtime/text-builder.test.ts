import assert from 'node:assert/strict';
import { testBoth } from './harness.ts';

testBoth('a text may outgrow the memory there is', runtime => {
  const part = 'é'.repeat(50_000);
  const parts = runtime.json(JSON.stringify(Array.from({ length: 30 }, () => part)));
  const text = runtime.call('bi_concat', runtime.json('"-"'), parts);
  assert.equal(runtime.call('rt_len', text), 30 * 100_000 + 29);
  assert.equal(runtime.toJson(runtime.call('bi_count', text)), String(30 * 50_000 + 29));
});
