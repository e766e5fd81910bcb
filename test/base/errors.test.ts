import assert from 'node:assert/strict';
import test from 'node:test';
import { ERRORS, messageOf, TfError } from '../../src/base/errors.ts';

test('codes are ours by their prefix, and messages are worded as all are', () => {
  for (const [code, message] of Object.entries(ERRORS)) {
    assert.match(code, /^tf_[a-z_]+$/);
    assert.match(message, /^[a-z].*[^.]$/);
  }
});

test('an error has its code, and the table’s message unless it has its own', () => {
  const cause = new Error('inner');
  const error = new TfError('tf_usage', undefined, { cause });
  assert.equal(error.code, 'tf_usage');
  assert.equal(error.message, ERRORS.tf_usage);
  assert.equal(error.cause, cause);
  assert.equal(new TfError('tf_usage', 'no such command').message, 'no such command');
});

test('whatever was thrown has a message', () => {
  assert.equal(messageOf(new TypeError('a fault')), 'a fault');
  assert.equal(messageOf('a string'), 'a string');
  assert.equal(messageOf(undefined), 'undefined');
});
