import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TfError } from '../../src/base/errors.ts';
import {
  denied,
  Refused,
  refusalOf,
  refusalResponse,
  responseText,
} from '../../src/proxy/refusal.ts';

test('what is thrown decides who is to blame', () => {
  const ours = new TfError('tf_proxy_target', 'bad target');
  const cases: [thrown: unknown, status: number, code: string][] = [
    [ours, 400, 'tf_proxy_target'],
    [new Refused(407, new TfError('tf_proxy_credentials')), 407, 'tf_proxy_credentials'],
    [denied('no'), 403, 'tf_proxy_denied'],
    [new TypeError('bug'), 500, 'tf_proxy_internal'],
  ];
  for (const [thrown, status, code] of cases) {
    const refusal = refusalOf(thrown);
    assert.deepEqual([refusal.status, refusal.error.code], [status, code]);
  }
});

test('a refusal as a whole response', () => {
  const refusal = refusalOf(new Refused(407, new TfError('tf_proxy_credentials', 'whö are you')));
  assert.equal(
    responseText(refusalResponse(refusal)),
    'HTTP/1.1 407 Proxy Authentication Required\r\n' +
      'content-type: text/plain; charset=utf-8\r\n' +
      'content-length: 35\r\n' +
      'proxy-authenticate: Basic realm="tameflare"\r\n' +
      'connection: close\r\n\r\n' +
      'tf_proxy_credentials: whö are you\n',
  );
});
