import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCertificate } from '../../src/builtins/certificate.ts';
import { type ChainOptions, verifiedChain } from '../../src/builtins/certificate-chain.ts';
import { EXTENDED_USAGES } from '../../src/builtins/certificate-extension.ts';
import { firstBlock } from '../../src/builtins/pem.ts';
import * as pki from '../support/certificates.ts';

const of = (pem: string) => parseCertificate(firstBlock(pem)!.block.bytes);
const root = of(pki.ROOT);
const intermediate = of(pki.INTERMEDIATE);
const leaf = of(pki.LEAF);
const [any, server, client] = EXTENDED_USAGES as [string, string, string];
const options: ChainOptions = { at: new Date('2026-06-01'), usages: [server] };

test('from the leaf over the intermediate to the root', () => {
  assert.deepEqual(verifiedChain(leaf, [intermediate], root, options), [leaf, intermediate, root]);
  assert.deepEqual(verifiedChain(root, [], root, options), [root]);
});

const refused: readonly (readonly [string, () => unknown])[] = [
  ['a missing link', () => verifiedChain(leaf, [], root, options)],
  ['another root', () => verifiedChain(leaf, [intermediate], of(pki.CONSTRAINED), options)],
  ['an expired leaf', () => verifiedChain(of(pki.EXPIRED), [intermediate], root, options)],
  [
    'a chain before its time',
    () => verifiedChain(leaf, [intermediate], root, { ...options, at: new Date('2025-12-31') }),
  ],
  [
    'an issuer that is no authority',
    () => verifiedChain(of(pki.SIGNED_BY_LEAF), [leaf, intermediate], root, options),
  ],
  [
    'critical name constraints',
    () => verifiedChain(of(pki.UNDER_CONSTRAINED), [of(pki.CONSTRAINED)], root, options),
  ],
  [
    'another purpose',
    () => verifiedChain(leaf, [intermediate], root, { ...options, usages: [client] }),
  ],
  [
    'another host',
    () => verifiedChain(leaf, [intermediate], root, { ...options, dnsName: 'example.org' }),
  ],
];

for (const [why, verify] of refused) {
  test(`refused: ${why}`, () => assert.equal(verify(), undefined));
}

test('any purpose, and the right host', () => {
  const wide = { ...options, usages: [any], dnsName: 'example.com' };
  assert.ok(verifiedChain(leaf, [intermediate], root, wide));
});
