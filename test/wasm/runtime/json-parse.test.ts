import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseValue } from '../../../src/value/json.ts';
import { anyValue } from './arbitrary.ts';
import { notation, type Runtime, testBoth } from './harness.ts';

/** What the reader in TypeScript makes of a text, as `opa_value_dump` would print it. */
function reference(text: string | Uint8Array): string {
  try {
    return notation(parseValue(text));
  } catch {
    return 'undefined';
  }
}

function parsed(runtime: Runtime, text: string | Uint8Array): string {
  runtime.reset();
  return runtime.toText(runtime.json(text));
}

function assertSame(runtime: Runtime, text: string | Uint8Array): void {
  assert.equal(parsed(runtime, text), reference(text), String(text));
}

const TEXTS: readonly string[] = [
  ...['', ' ', '1', ' 1 ', '1 2', '-', '-0', '-0.0', '01', '1.', '.1', '1e', '1e+', '1E-7', '+1'],
  ...['999999999999999999', '9223372036854775807', '9223372036854775808', '-9223372036854775808'],
  ...['-9223372036854775809', '18446744073709551616', '1e1000000000', '0.10', '1e5'],
  ...['tru', 'true', 'truex', 'nul', 'null', 'fals', 'false', 'True', '[true,]', '[,]', '[1 2]'],
  ...['"', '"a', '"a"', '"\\', '"\\"', '"\\x"', '"\\u12"', '"\\u00e9"', '"\\ud83d\\ude00"'],
  ...['"\\ud83d"', '"\\ude00"', '"\\ud83d\\u0041"', '"\\ud83dx"', '"\t"', '"\\t\\b\\f\\n\\r\\/"'],
  ...['"a\\u0000b"', '"\u0000"', '"😀é日"', '"0123456789abcde\\n0123456789abcdef"'],
  ...[
    '{}',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{a:1}',
    '{"a":1 "b":2}',
    '{"a":1,"a":2}',
    '{"":{"":[]}}',
  ],
  ...['{1,2}', 'set()', '{1:2}', '[]x', '\ufeff1', '[1]\u0000', '\u00a01', '\v1'],
];

testBoth('reads what the JSON reader in TypeScript reads', runtime => {
  for (const text of TEXTS) assertSame(runtime, text);
});

testBoth('agrees on every text at every length up to three SIMD words', runtime => {
  for (let length = 0; length < 50; length++) {
    for (const middle of ['', '\\n', 'é', '\u001f', '"']) {
      assertSame(runtime, `["${'x'.repeat(length)}${middle}${'y'.repeat(50 - length)}"]`);
    }
  }
});

testBoth('agrees on random documents', runtime => {
  fc.assert(fc.property(fc.json({ stringUnit: 'binary' }), text => assertSame(runtime, text)));
});

const piece = fc.constantFrom(
  ...['{', '}', '[', ']', ',', ':', '"', '"a"', '"b":', '1', '-', '.5', 'e3', ' ', '\n', 'true'],
  ...['null', '\\', '\\u00', 'é', '\ud83d', '\u0000'],
);

testBoth('agrees on random texts of JSON tokens', runtime => {
  const text = fc
    .array(piece, { maxLength: 12 })
    .map(pieces => Buffer.from(pieces.join('')).toString());
  fc.assert(
    fc.property(text, value => assertSame(runtime, value)),
    { numRuns: 500 },
  );
});

testBoth('agrees on documents with a byte changed', runtime => {
  const mutated = fc.tuple(fc.json({ stringUnit: 'binary' }), fc.nat(), fc.nat(255));
  const property = fc.property(mutated, ([text, place, byte]) => {
    const bytes = Buffer.from(text);
    bytes[place % bytes.length] = byte;
    assertSame(runtime, bytes);
  });
  fc.assert(property, { numRuns: 500 });
});

testBoth('refuses what is not UTF-8', runtime => {
  const bad = ['80', 'c080', 'c2', 'e0a0', 'e08080', 'eda080', 'f0808080', 'f4908080', 'f8', 'ff'];
  for (const hex of bad) {
    const bytes = Buffer.concat([Buffer.from('["'), Buffer.from(hex, 'hex'), Buffer.from('"]')]);
    assert.equal(parsed(runtime, bytes), 'undefined', hex);
  }
});

testBoth('refuses nesting over 128', runtime => {
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const nested = (depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;
    assert.equal(parsed(runtime, nested(128)), nested(128));
    assert.equal(parsed(runtime, nested(129)), 'undefined');
    assert.equal(parsed(runtime, nested(100_000)), 'undefined');
    assert.equal(parsed(runtime, open.repeat(100_000)), 'undefined');
  }
});

testBoth('the last of many equal keys wins', runtime => {
  const key = (index: number) => `"k${index % 10_000}":${index}`;
  const text = `{${Array.from({ length: 20_000 }, (_, index) => key(index)).join()}}`;
  assert.deepEqual(JSON.parse(parsed(runtime, text)), JSON.parse(text));
});

testBoth('grows the memory for a large text', runtime => {
  const text = JSON.stringify(Array.from({ length: 100_000 }, (_, index) => [index, `é${index}`]));
  assert.equal(parsed(runtime, text), text);
});

testBoth('leaves the byte behind the text as it was', runtime => {
  runtime.reset();
  const { address } = runtime.put('[1]x');
  assert.notEqual(runtime.call('opa_json_parse', address, 3), 0);
  assert.equal(runtime.terminated(address).slice(0, 4), '[1]x');
});

testBoth("reads Rego's notation of any value", runtime => {
  fc.assert(
    fc.property(anyValue, value => {
      runtime.reset();
      assert.equal(runtime.toText(runtime.value(notation(value))), notation(value));
    }),
  );
});

testBoth("refuses a mixture of entries and members in Rego's notation", runtime => {
  for (const text of ['{1,2:3}', '{1:2,3}', '{1,}', 'set(', '{1', '{1}}']) {
    assert.equal(runtime.value(text), 0, text);
  }
});
