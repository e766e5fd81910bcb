import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeBase64, decodeBase64Url, padBase64, textOf } from '../../src/builtins/bytes.ts';

test('every byte that is not UTF-8 becomes one replacement character', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['61c3a4f09f9880', 'aä😀'],
    ['ff61fe', '\ufffda\ufffd'],
    ['e282', '\ufffd\ufffd'],
    ['eda080', '\ufffd\ufffd\ufffd'],
    ['c080', '\ufffd\ufffd'],
    ['f5808080', '\ufffd\ufffd\ufffd\ufffd'],
    ['efbbbf61', '\ufeffa'],
  ];
  for (const [hex, text] of rows) assert.equal(textOf(Buffer.from(hex, 'hex')), text, hex);
});

test('base64 comes back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), bytes => {
      const buffer = Buffer.from(bytes);
      assert.deepEqual(decodeBase64(buffer.toString('base64'), 'base64'), buffer);
      assert.deepEqual(decodeBase64Url(buffer.toString('base64url')), buffer);
      assert.deepEqual(decodeBase64Url(padBase64(buffer.toString('base64url'))), buffer);
    }),
  );
});

test('line ends are skipped, all else is refused where it stands', () => {
  assert.equal(decodeBase64('aGVs\r\nbG8=\n', 'base64').toString(), 'hello');
  const rows: readonly (readonly [string, number])[] = [
    ['aGV$', 3],
    ['aGVsbG8', 4],
    ['aGVsbA=', 7],
    ['aGVs=', 4],
    ['aGVsbG8=x', 8],
  ];
  for (const [text, at] of rows) {
    const message = `illegal base64 data at input byte ${at}`;
    assert.throws(() => decodeBase64(text, 'base64'), { message }, text);
  }
});

test('without padding, padding is refused', () => {
  assert.equal(decodeBase64('aGVsbG8', 'base64', false).toString(), 'hello');
  assert.throws(() => decodeBase64('aGVsbG8=', 'base64', false), /byte 7/);
  assert.throws(() => decodeBase64('aGVsb', 'base64', false), /byte 4/);
});
