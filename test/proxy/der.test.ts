import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as der from '../../src/proxy/der.ts';

const ENCODED: readonly [name: string, bytes: Buffer, hex: string][] = [
  ['true', der.boolean(true), '0101ff'],
  ['false', der.boolean(false), '010100'],
  ['zero', der.integer(Buffer.of(0, 0)), '020100'],
  ['a small integer', der.integer(Buffer.of(0, 127)), '02017f'],
  ['an integer with its sign bit set', der.integer(Buffer.of(0, 128)), '02020080'],
  ['an object identifier', der.objectIdentifier('1.2.840.10045.4.3.2'), '06082a8648ce3d040302'],
  ['a bit string', der.bitString(Buffer.of(0x80), 7), '03020780'],
  ['an octet string', der.octetString(Buffer.of(1, 2)), '04020102'],
  ['text', der.utf8String('é'), '0c02c3a9'],
  ['a sequence', der.sequence(der.boolean(true), der.octetString(Buffer.of())), '30050101ff0400'],
  ['a set', der.setOf(der.boolean(true)), '31030101ff'],
  ['an explicit tag', der.explicit(3, der.boolean(true)), 'a3030101ff'],
  ['an implicit tag', der.implicit(7, Buffer.of(127, 0, 0, 1)), '87047f000001'],
  ['a time', der.time(Date.UTC(2026, 10, 23, 3, 4, 5, 678)), hexOf(0x17, '261123030405Z')],
  ['a late time', der.time(Date.UTC(2050, 0, 1)), hexOf(0x18, '20500101000000Z')],
];

function hexOf(tag: number, text: string): string {
  return Buffer.concat([Buffer.of(tag, text.length), Buffer.from(text)]).toString('hex');
}

for (const [name, bytes, hex] of ENCODED) {
  test(name, () => assert.equal(bytes.toString('hex'), hex));
}

test('lengths take as few bytes as possible', () => {
  const head = (length: number) => der.octetString(Buffer.alloc(length)).subarray(0, -length);
  assert.equal(head(0x7f).toString('hex'), '047f');
  assert.equal(head(0x80).toString('hex'), '048180');
  assert.equal(head(0x100).toString('hex'), '04820100');
  assert.equal(head(0x10000).toString('hex'), '0483010000');
});
