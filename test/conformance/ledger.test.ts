import assert from 'node:assert/strict';
import test from 'node:test';
import { audit, formatLedger, parseLedger } from './ledger.ts';

const TEXT = `# Cases of \`rego\` that are known to fail, by engine and reason; rewritten by TF_UPDATE=1.

[interpreter, wasm] no graphql
graphql | one
graphql | two

[npm] numbers are rounded
units | three
`;

const failure = (engine: string, id: string) => ({ engine, id });
const FAILURES = [
  failure('interpreter', 'graphql | one'),
  failure('wasm', 'graphql | one'),
  failure('interpreter', 'graphql | two'),
  failure('wasm', 'graphql | two'),
  failure('npm', 'units | three'),
];

test('a ledger is written as it was read', () => {
  assert.equal(formatLedger('rego', parseLedger(TEXT), FAILURES), TEXT);
});

test('a failure that is not listed, and a listed one that passes, are told', () => {
  const failures = [...FAILURES.slice(1), failure('wasm', 'new | case')];
  const { unlisted, stale } = audit(parseLedger(TEXT), failures, [...FAILURES, ...failures]);
  assert.deepEqual(unlisted, [failure('wasm', 'new | case')]);
  assert.deepEqual(stale, ['interpreter graphql | one']);
});

test('an entry whose case did not run is not stale', () => {
  assert.deepEqual(audit(parseLedger(TEXT), [], []), { unlisted: [], stale: [] });
});

test('a new failure waits for its reason', () => {
  const text = formatLedger('rego', parseLedger(''), [failure('wasm', 'new | case')]);
  assert.match(text, /^\[wasm\] not explained yet\nnew \| case$/m);
});
