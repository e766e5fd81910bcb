import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { contentCodings, decodeContent } from '../../src/proxy/content-coding.ts';

const TEXT = Buffer.from('{"jsonrpc":"2.0"}');

const CODED: readonly [codings: string, bytes: Buffer][] = [
  ['', TEXT],
  ['identity', TEXT],
  ['gzip', gzipSync(TEXT)],
  ['x-GZIP', gzipSync(TEXT)],
  ['deflate', deflateSync(TEXT)],
  ['deflate', deflateRawSync(TEXT)],
  ['br', brotliCompressSync(TEXT)],
  ['gzip, br', brotliCompressSync(gzipSync(TEXT))],
];

for (const [field, bytes] of CODED) {
  test(`content-encoding ${JSON.stringify(field)}`, async () => {
    assert.deepEqual(await decodeContent(bytes, contentCodings(field), 100), TEXT);
  });
}

const BAD: readonly [name: string, codings: string, bytes: Buffer, message: RegExp][] = [
  ['an unknown coding', 'zstd', TEXT, /^the content coding `zstd` is not supported$/],
  ['content that is not coded', 'gzip', TEXT, /^`gzip` content: incorrect header check$/],
  [
    'content that ends early',
    'gzip',
    gzipSync(TEXT).subarray(0, 20),
    /^`gzip` content: unexpected end/,
  ],
  ['content that expands', 'br', brotliCompressSync(Buffer.alloc(1000)), /longer than 100 bytes/],
  ['codings upon codings', 'gzip, gzip, gzip', TEXT, /^more than 2 content codings$/],
];

for (const [name, field, bytes, message] of BAD) {
  test(`refused: ${name}`, async () => {
    const decoding = decodeContent(bytes, contentCodings(field), 100);
    await assert.rejects(decoding, { code: 'tf_proxy_body_encoding', message });
  });
}
