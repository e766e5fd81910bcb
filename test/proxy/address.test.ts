import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AddressKind, addressKind, isReachable } from '../../src/proxy/address.ts';

const KINDS: Readonly<Record<AddressKind, readonly string[]>> = {
  public: [
    '1.1.1.1',
    '8.8.8.8',
    '172.32.0.1',
    '2606:4700::1111',
    '64:ff9b::808:808',
    '2002:808:808::1',
  ],
  loopback: ['127.0.0.1', '127.255.255.254', '::1', '0.0.0.0', '::', '::ffff:127.0.0.1'],
  private: [
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '::ffff:a00:1',
    '::10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
  ],
  'link-local': ['169.254.1.1', 'fe80::1', 'fe80::1%eth0', '::ffff:169.254.1.1'],
  metadata: ['169.254.169.254', '::ffff:169.254.169.254', 'fd00:ec2::254', '100.100.100.200'],
  reserved: ['224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1', 'ff02::1', '2001:db8::1'],
};

for (const [kind, addresses] of Object.entries(KINDS)) {
  for (const address of addresses) {
    test(`${address} is ${kind}`, () => assert.equal(addressKind(address), kind));
  }
}

test('reach widens from public to any', () => {
  const reached = (address: string) =>
    (['public', 'local', 'any'] as const).filter(reach => isReachable(address, reach));
  assert.deepEqual(reached('1.1.1.1'), ['public', 'local', 'any']);
  assert.deepEqual(reached('127.0.0.1'), ['local', 'any']);
  assert.deepEqual(reached('10.0.0.1'), ['local', 'any']);
  assert.deepEqual(reached('169.254.1.1'), ['any']);
  assert.deepEqual(reached('169.254.169.254'), ['any']);
  assert.deepEqual(reached('224.0.0.1'), ['any']);
});
