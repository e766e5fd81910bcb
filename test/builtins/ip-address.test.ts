import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addressText,
  containsAddress,
  lastOf,
  networkText,
  parseAddress,
  parseNetwork,
  tryParseNetwork,
} from '../../src/builtins/ip-address.ts';

const texts: readonly (readonly [string, string])[] = [
  ['10.0.0.1', '10.0.0.1'],
  ['::', '::'],
  ['::1', '::1'],
  ['1::', '1::'],
  ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
];

for (const [written, shown] of texts) {
  test(`${written} → ${shown}`, () => assert.equal(addressText(parseAddress(written)!), shown));
}

test('refused addresses', () => {
  for (const text of ['', '1.2.3', '01.2.3.4', '1.2.3.256', ':::', 'fe80::1%eth0', '10.0.0.1/8']) {
    assert.equal(parseAddress(text), undefined, text);
  }
});

test('networks are masked; mapped ones are IPv4', () => {
  assert.equal(networkText(parseNetwork('192.168.1.77/24')), '192.168.1.0/24');
  assert.equal(networkText(parseNetwork('2001:db8::1/32')), '2001:db8::/32');
  assert.equal(networkText(parseNetwork('::ffff:10.1.2.3/104')), '10.0.0.0/8');
  assert.equal(addressText({ bits: 32, value: lastOf(parseNetwork('10.0.0.0/30')) }), '10.0.0.3');
});

test('refused networks', () => {
  for (const text of ['10.0.0.0', '10.0.0.0/33', '::/129', '10.0.0.0/-1', '10.0.0.0/8/8', '/8']) {
    assert.equal(tryParseNetwork(text), undefined, text);
    assert.throws(() => parseNetwork(text), { message: `invalid CIDR address: ${text}` });
  }
});

test('an address is read back from its text, and lies in its own network', () => {
  const address = fc.oneof(
    fc.bigInt(0n, (1n << 32n) - 1n).map(value => ({ bits: 32 as const, value })),
    fc.bigInt(1n << 64n, (1n << 128n) - 1n).map(value => ({ bits: 128 as const, value })),
  );
  fc.assert(
    fc.property(address, fc.nat(32), (value, prefix) => {
      const text = addressText(value);
      assert.deepEqual(parseAddress(text), value);
      assert.ok(containsAddress(parseNetwork(`${text}/${prefix}`), value));
    }),
  );
});
