import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  alternativeNameFields,
  alternativeNames,
  nameOf,
} from '../../src/builtins/certificate-name.ts';
import { readDer } from '../../src/builtins/der.ts';
import { toJs } from '../../src/value/json.ts';

const NAME = '301f310b3009060355040613024742310b3009060355040613024652310330010500';

test('a distinguished name lists values of one type', () => {
  const name = readDer(
    Buffer.from('301a310b3009060355040613024742310b3009060355040613024652', 'hex'),
  );
  const { Country, CommonName, Names } = toJs(nameOf(name)) as Record<string, unknown>;
  assert.deepEqual(Country, ['GB', 'FR']);
  assert.equal(CommonName, '');
  assert.equal((Names as unknown[]).length, 2);
});

test('a malformed name is refused', () => {
  assert.throws(() => nameOf(readDer(Buffer.from(NAME, 'hex'))), { name: 'DerError' });
});

test('alternative names of every kind', () => {
  const names = [
    ['82', 'a.example'],
    ['81', 'm@example'],
    ['86', 'https://h:8/p%20q?x#f'],
  ].map(([tag, text]) => {
    const hex = Buffer.from(text!).toString('hex');
    return tag! + (hex.length / 2).toString(16).padStart(2, '0') + hex;
  });
  const body = `${names.join('')}87040a000001871000000000000000000000000000000001`;
  const value = Buffer.from(`30${(body.length / 2).toString(16)}${body}`, 'hex');
  const found = alternativeNames([{ id: '2.5.29.17', critical: false, value }]);
  const fields = Object.fromEntries(
    alternativeNameFields(found).map(([field, item]) => [field, toJs(item)]),
  ) as Record<string, never[]>;
  assert.deepEqual(fields['DNSNames'], ['a.example']);
  assert.deepEqual(fields['EmailAddresses'], ['m@example']);
  assert.deepEqual(fields['IPAddresses'], ['10.0.0.1', '::1']);
  const { Scheme, Host, Path, RawQuery, Fragment } = fields['URIs']![0]! as Record<string, string>;
  assert.deepEqual([Scheme, Host, Path, RawQuery, Fragment], ['https', 'h:8', '/p q', 'x', 'f']);
});

test('none', () => {
  const fields = alternativeNameFields(alternativeNames([]));
  assert.ok(fields.every(([, value]) => value === null));
});
