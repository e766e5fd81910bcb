import assert from 'node:assert/strict';
import test from 'node:test';
import { check, failure, ok, warning } from '../../../src/cli/doctor/check.ts';

test('what a look throws is what it found', async () => {
  const thrown = await check('vault', () => {
    throw new Error('the key is another one');
  });
  assert.deepEqual(thrown, {
    name: 'vault',
    status: 'failure',
    message: 'the key is another one',
  });
});

test('a finding keeps its hint, and has none where there is none', async () => {
  assert.deepEqual(await check('a', () => warning('m', 'h')), {
    name: 'a',
    status: 'warning',
    message: 'm',
    hint: 'h',
  });
  assert.deepEqual(await check('a', async () => ok('m')), {
    name: 'a',
    status: 'ok',
    message: 'm',
  });
  assert.deepEqual(failure('m'), { status: 'failure', message: 'm' });
});
