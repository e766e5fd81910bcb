import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCertificate } from '../../src/builtins/certificate.ts';
import {
  extensionFields,
  extensionOf,
  extensionsAsFields,
  unhandled,
  usageOf,
} from '../../src/builtins/certificate-extension.ts';
import { readDer } from '../../src/builtins/der.ts';
import { firstBlock } from '../../src/builtins/pem.ts';
import { toJs } from '../../src/value/json.ts';
import { CONSTRAINED } from '../support/certificates.ts';

const extension = (hex: string) => extensionOf(readDer(Buffer.from(hex, 'hex')));
const basicConstraints = extension('30120603551d130101ff040830060101ff020100');
const keyUsage = extension('300b0603551d0f040403020186');
const fields = (extensions: Parameters<typeof extensionsAsFields>[0]) =>
  Object.fromEntries(extensionsAsFields(extensions).map(([name, value]) => [name, toJs(value)]));

test('an extension is critical only if it says so', () => {
  assert.deepEqual([basicConstraints.id, basicConstraints.critical], ['2.5.29.19', true]);
  assert.deepEqual([keyUsage.id, keyUsage.critical], ['2.5.29.15', false]);
});

test('usage', () => {
  assert.deepEqual(usageOf([basicConstraints, keyUsage]), {
    keyUsage: 0b1100001,
    extended: [],
    hasConstraints: true,
    isAuthority: true,
    maxPathLength: 0,
  });
  assert.equal(usageOf([]).maxPathLength, -1);
});

test('fields, with and without extensions', () => {
  const all = fields([basicConstraints, keyUsage]);
  assert.deepEqual([all['IsCA'], all['MaxPathLen'], all['MaxPathLenZero']], [true, 0, true]);
  const none = fields([]);
  assert.deepEqual([none['Extensions'], none['IsCA'], none['MaxPathLen']], [null, false, 0]);
  assert.deepEqual(toJs(extensionFields([keyUsage])), [
    { Id: [2, 5, 29, 15], Critical: false, Value: 'AwIBhg==' },
  ]);
});

test('critical extensions that are not understood are named', () => {
  const { extensions } = parseCertificate(firstBlock(CONSTRAINED)!.block.bytes);
  assert.deepEqual(unhandled(extensions), ['2.5.29.30']);
});
