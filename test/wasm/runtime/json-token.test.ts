import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseValue } from '../../../src/value/json.ts';
import { notation, type Runtime, testBoth } from './harness.ts';

function reference(text: string): string {
  try {
    return notation(parseValue(text));
  } catch {
    return 'undefined';
  }
}

function parsed(runtime: Runtime, text: string): string {
  runtime.reset();
  return runtime.toText(runtime.json(text));
}

const number = fc
  .array(fc.constantFrom('-', '+', '0', '1', '9', '.', 'e', 'E', '18446744073709551615'), {
    minLength: 1,
    maxLength: 6,
  })
  .map(parts => parts.join(''));

testBoth('reads the numbers that the reader in TypeScript reads', runtime => {
  fc.assert(
    fc.property(number, text => assert.equal(parsed(runtime, text), reference(text))),
    { numRuns: 1000 },
  );
});

const piece = fc.constantFrom(
  ...['\\n', '\\"', '\\\\', '\\/', '\\x', '\\u0041', '\\u00E9', '\\ud83d', '\\ude00', '\\u12'],
  ...['a', 'é', '😀', 'xxxxxxxxxxxxxxx', '\u0001', '"', '\\'],
);

testBoth('reads the strings that the reader in TypeScript reads', runtime => {
  const string = fc.array(piece, { maxLength: 6 }).map(parts => `"${parts.join('')}"`);
  fc.assert(
    fc.property(string, text => assert.equal(parsed(runtime, text), reference(text))),
    { numRuns: 1000 },
  );
});
