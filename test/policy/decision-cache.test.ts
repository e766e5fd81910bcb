import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { JsonNumber } from '../../src/base/plain-json.ts';
import { readSetOf } from '../../src/ir/read-set.ts';
import { createDecisionCache, type DecisionCache } from '../../src/policy/decision-cache.ts';
import type { DecisionModule } from '../../src/policy/decision-module.ts';
import type { InputDocument, ToolInfo } from '../../src/policy/input.ts';
import { type PolicyVerdict, policyError } from '../../src/policy/policy-verdict.ts';
import { callOf } from '../support/policy-documents.ts';

/** A module as far as the cache looks at it: it never evaluates one. */
function moduleOf(revision: string, deterministic = true): DecisionModule {
  const readSet = readSetOf(
    [
      ['tool', 'name'],
      ['tool', 'arguments', 'n'],
    ],
    [],
    deterministic,
  );
  return { revision, readSet, evaluate: () => ({ kind: 'undefined' }) };
}

const MODULE = moduleOf('1');

function verdictOf(msg: string): PolicyVerdict {
  return { kind: 'verdict', reasons: [{ source: 'policy', msg }], shadow: [], redact: [] };
}

/** Asks for an input; the answer if it had to be computed is `fresh`. */
function ask(
  cache: DecisionCache,
  input: InputDocument,
  fresh = verdictOf('fresh'),
  module = MODULE,
): boolean {
  return cache.verdict(module, input, () => fresh).cached;
}

function call(tool: Partial<ToolInfo>): InputDocument {
  return callOf(tool);
}

describe('the key of a remembered verdict', () => {
  const base: Partial<ToolInfo> = { name: 'a', arguments: { n: 1, other: 1 } };
  const table: readonly (readonly [name: string, other: Partial<ToolInfo>, hit: boolean])[] = [
    ['the same input', base, true],
    ['another value where nobody reads', { ...base, arguments: { n: 1, other: 2 } }, true],
    ['another risk', { ...base, risk: 'high' }, true],
    ['another name', { ...base, name: 'b' }, false],
    ['another value', { ...base, arguments: { n: 2 } }, false],
    ['no value', { ...base, arguments: {} }, false],
    ['null', { ...base, arguments: { n: null } }, false],
    ['text instead of a number', { ...base, arguments: { n: '1' } }, false],
    ['a number with other digits', { ...base, arguments: { n: new JsonNumber('1.0') } }, false],
    ['a longer value', { ...base, arguments: { n: 'x'.repeat(10_000) } }, false],
  ];
  for (const [name, other, hit] of table) {
    it(`${name}: ${hit ? 'hit' : 'miss'}`, () => {
      const cache = createDecisionCache();
      assert.equal(ask(cache, call(base)), false);
      assert.equal(ask(cache, call(other)), hit);
    });
  }

  it('tells long values apart and finds them again', () => {
    const cache = createDecisionCache();
    const long = (end: string) => call({ arguments: { n: 'x'.repeat(5000) + end } });
    assert.deepEqual(
      [ask(cache, long('a')), ask(cache, long('b')), ask(cache, long('a'))],
      [false, false, true],
    );
  });
});

describe('the cache', () => {
  it('gives the remembered verdict', () => {
    const cache = createDecisionCache();
    ask(cache, call({}), verdictOf('first'));
    const again = cache.verdict(MODULE, call({}), () => verdictOf('second'));
    assert.deepEqual(again, { verdict: verdictOf('first'), cached: true });
  });

  it('passes over modules that are not deterministic, and over errors', () => {
    const cache = createDecisionCache();
    const failure = policyError('failed');
    assert.deepEqual(
      [ask(cache, call({}), failure), ask(cache, call({}), failure)],
      [false, false],
    );
    const moving = moduleOf('1', false);
    assert.deepEqual(
      [ask(cache, call({}), undefined, moving), ask(cache, call({}), undefined, moving)],
      [false, false],
    );
    assert.deepEqual(cache.counters(), { hits: 0, misses: 0, bypassed: 4 });
  });

  it('forgets everything at a new revision', () => {
    const cache = createDecisionCache();
    ask(cache, call({}));
    assert.equal(ask(cache, call({}), undefined, moduleOf('2')), false);
    assert.equal(ask(cache, call({})), false);
    assert.deepEqual(cache.counters(), { hits: 0, misses: 3, bypassed: 0 });
  });

  it('is bounded in entries', () => {
    const cache = createDecisionCache({ maxEntries: 2, maxBytes: 1_000_000 });
    for (const name of ['a', 'b', 'c']) ask(cache, call({ name }));
    assert.deepEqual(
      ['c', 'b', 'a'].map(name => ask(cache, call({ name }))),
      [true, true, false],
    );
  });

  it('is bounded in bytes', () => {
    const cache = createDecisionCache({ maxEntries: 1000, maxBytes: 3000 });
    for (let n = 0; n < 100; n++) ask(cache, call({ name: `tool-${n}` }));
    const kept = Array.from({ length: 100 }, (_, n) =>
      ask(cache, call({ name: `tool-${n}` })),
    ).filter(Boolean);
    assert.ok(kept.length < 10);
    assert.equal(ask(cache, call({ name: 'big' }), verdictOf('x'.repeat(5000))), false);
    assert.equal(ask(cache, call({ name: 'big' })), false);
  });
});
