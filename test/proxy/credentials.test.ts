import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBasic } from '../../src/proxy/credentials.ts';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

test('Basic credentials', () => {
  assert.deepEqual(parseBasic(basic('run:to:ken')), { username: 'run', password: 'to:ken' });
  assert.deepEqual(parseBasic(basic('rün:')), { username: 'rün', password: '' });
  assert.deepEqual(parseBasic(basic('a:b').replace('Basic', 'bASIC')), {
    username: 'a',
    password: 'b',
  });
});

for (const field of [undefined, '', 'Basic', 'Bearer abc', 'Basic !!!', basic('no colon')]) {
  test(`no credentials: ${field}`, () => assert.equal(parseBasic(field), undefined));
}
