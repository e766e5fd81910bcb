import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readVerdict } from '../../src/policy/policy-verdict.ts';
import { fromJs } from '../../src/value/json.ts';

function read(document: unknown) {
  return readVerdict({ kind: 'defined', value: fromJs(document) }, () => undefined);
}

describe('reading a decision document', () => {
  it('with everything', () => {
    const document = {
      effect: 'deny',
      reasons: new Set([{ package: 'policies.a', rule: 'deny', msg: 'no', code: 'c', extra: 1 }]),
      shadow: [{ msg: 'would' }],
      redact: new Set(['/a', '']),
    };
    assert.deepEqual(read(document), {
      kind: 'verdict',
      effect: 'deny',
      reasons: [{ source: 'policy', package: 'policies.a', rule: 'deny', code: 'c', msg: 'no' }],
      shadow: [{ source: 'policy', msg: 'would' }],
      redact: ['', '/a'],
    });
  });

  it('with its effect alone', () => {
    assert.deepEqual(read({ effect: 'allow' }), {
      kind: 'verdict',
      effect: 'allow',
      reasons: [],
      shadow: [],
      redact: [],
    });
  });

  it('that says nothing', () => {
    assert.deepEqual(read({ effect: 'none' }), {
      kind: 'verdict',
      reasons: [],
      shadow: [],
      redact: [],
    });
  });

  it('looks up where a reason comes from', () => {
    const value = fromJs({ effect: 'deny', reasons: [{ package: 'p', rule: 'deny', msg: 'no' }] });
    const verdict = readVerdict({ kind: 'defined', value }, ({ rule }) => ({
      file: `${rule}.rego`,
      line: 1,
    }));
    assert.deepEqual(verdict.kind === 'verdict' && verdict.reasons, [
      { source: 'policy', package: 'p', rule: 'deny', msg: 'no', file: 'deny.rego', line: 1 },
    ]);
  });

  const malformed: readonly (readonly [document: unknown, message: RegExp])[] = [
    [true, /it must be an object/],
    [[], /it must be an object/],
    [{}, /`effect` must be one of deny, require_approval, allow, none; it is missing/],
    [{ effect: 'permit' }, /it is "permit"/],
    [{ effect: true }, /it is true/],
    [{ effect: 'allow', reasons: 'x' }, /`reasons` must be a set or an array/],
    [{ effect: 'allow', reasons: ['x'] }, /a reason must be an object/],
    [{ effect: 'allow', redact: ['a'] }, /`redact` must hold JSON pointers, not "a"/],
    [{ effect: 'allow', redact: [1] }, /not 1/],
  ];
  for (const [document, message] of malformed) {
    it(`refuses ${JSON.stringify(document)}`, () => {
      const verdict = read(document);
      assert.equal(verdict.kind, 'error');
      if (verdict.kind === 'error') assert.match(verdict.reason.msg, message);
    });
  }

  it('an undefined or failed one is an error', () => {
    assert.equal(readVerdict({ kind: 'undefined' }, () => undefined).kind, 'error');
    const error = { code: 'eval_fuel_error', message: 'too long' } as const;
    const verdict = readVerdict({ kind: 'error', error }, () => undefined);
    assert.deepEqual(verdict, {
      kind: 'error',
      reason: { source: 'error', code: 'eval_fuel_error', msg: 'the policies failed: too long' },
    });
  });
});
