import assert from 'node:assert/strict';
import fc from 'fast-check';
import { testBoth } from './harness.ts';

const byte = fc.oneof(
  fc.constantFrom(
    0x41,
    0x7f,
    0x80,
    0xbf,
    0xc0,
    0xc1,
    0xc2,
    0xdf,
    0xe0,
    0xe2,
    0xed,
    0xef,
    0xf0,
    0xf4,
  ),
  fc.constantFrom(0x8f, 0x90, 0x9f, 0xa0, 0xf5, 0xff),
);
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

testBoth('accepts the bytes that TextDecoder accepts', runtime => {
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 12 }), bytes => {
      runtime.reset();
      const body = Buffer.from(bytes);
      const value = runtime.json(Buffer.concat([Buffer.from('"'), body, Buffer.from('"')]));
      const text = decoded(body);
      assert.equal(value !== 0, text !== undefined);
      if (text !== undefined) assert.equal(runtime.toJson(value), JSON.stringify(text));
    }),
    { numRuns: 2000 },
  );
});

testBoth('counts characters', runtime => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), text => {
      runtime.reset();
      const count = runtime.call('bi_count', runtime.json(JSON.stringify(text)));
      assert.equal(runtime.toJson(count), String(Array.from(text).length));
    }),
  );
});
