import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Egress, egressVerdict } from '../../src/policy/egress.ts';
import { parseHostPattern } from '../../src/policy/host-pattern.ts';
import type { InputDocument } from '../../src/policy/input.ts';
import { callOf, requestTo } from '../support/policy-documents.ts';

function egress(fallback: Egress['default']): Egress {
  return {
    allow: ['a.com', '*.b.com:8443'].map(text => parseHostPattern(text)!),
    default: fallback,
  };
}

const tunnel: InputDocument = { ...requestTo('a.com'), phase: 'connect', action: 'http.connect' };

describe('the egress list', () => {
  const table: readonly (readonly [Egress['default'], InputDocument, string | undefined])[] = [
    ['deny', requestTo('a.com'), 'host `a.com` is allowed by `a.com`'],
    ['deny', tunnel, 'host `a.com` is allowed by `a.com`'],
    ['deny', requestTo('x.b.com', 8443), 'host `x.b.com` is allowed by `*.b.com:8443`'],
    ['deny', requestTo('x.b.com', 443), undefined],
    ['deny', requestTo('c.com'), undefined],
    ['allow', requestTo('c.com'), 'host `c.com` is allowed by `egress.default`'],
    ['allow', callOf(), undefined],
  ];
  for (const [fallback, input, msg] of table) {
    it(`${input.action} ${input.http.host}:${input.http.port}, default ${fallback}`, () => {
      assert.equal(egressVerdict(egress(fallback), input)?.reasons[0]?.msg, msg);
    });
  }
});
