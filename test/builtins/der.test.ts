import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as der from '../../src/builtins/der.ts';

const read = (hex: string) => der.readDer(Buffer.from(hex, 'hex'));

test('integers are signed', () => {
  assert.equal(der.integerOfDer(read('02010f')), 15n);
  assert.equal(der.integerOfDer(read('0201ff')), -1n);
  assert.equal(der.integerOfDer(read('020200ff')), 255n);
});

test('object identifiers', () => {
  assert.equal(der.oidOf(read('06092a864886f70d01010b')), '1.2.840.113549.1.1.11');
  assert.equal(der.oidOf(read('0603550403')), '2.5.4.3');
  assert.equal(der.oidOf(read('0603883703')), '2.999.3');
});

test('times have two or four digits of a year', () => {
  const time = (tag: string, text: string) =>
    der.timeOfDer(read(tag + Buffer.from(text).toString('hex'))).toISOString();
  assert.equal(time('170d', '491231235959Z'), '2049-12-31T23:59:59.000Z');
  assert.equal(time('170d', '500101000000Z'), '1950-01-01T00:00:00.000Z');
  assert.equal(time('180f', '21260101000000Z'), '2126-01-01T00:00:00.000Z');
  assert.throws(() => time('1704', 'nope'), der.DerError);
});

test('strings of several alphabets', () => {
  assert.equal(der.stringOf(read('0c02c3a4')), 'ä');
  assert.equal(der.stringOf(read('13016f')), 'o');
  assert.equal(der.stringOf(read('1e0400e4004f')), 'äO');
});

test('members and context-specific tags', () => {
  const [first, second] = der.members(read('3006020101800105'));
  assert.ok(der.isUniversal(first, der.TAG.integer));
  assert.ok(der.isContext(second, 0));
  assert.ok(!der.isContext(second, 1));
  assert.throws(() => der.members(read('020101')), der.DerError);
});

test('long lengths', () => {
  assert.equal(read(`048180${'00'.repeat(128)}`).content.length, 128);
});

test('malformed bytes are refused', () => {
  for (const hex of ['', '02', '0202ff', '1f01', '0280ff', '02850000000001ff', '3003020201']) {
    assert.throws(() => der.readAllDer(der.readDer(Buffer.from(hex, 'hex')).content).at(0)!.tag);
  }
  assert.throws(() => der.integerOfDer(read('0200')), der.DerError);
  assert.throws(() => der.bitsOf(read('020101')), der.DerError);
  assert.throws(() => der.oidOf(read('020101')), der.DerError);
});
