import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RegoError } from '../../src/rego/rego-error.ts';

test('diagnostics come in the order of their places, and the message tells them all', () => {
  const source = { name: 'a.rego', text: 'one\ntwo' };
  const at = (start: number) => ({ source, start, end: start + 3 });
  const error = new RegoError([
    { code: 'rego_parse_error', message: 'second', span: at(4) },
    { code: 'rego_type_error', message: 'first', span: at(0), hint: 'help' },
  ]);
  assert.deepEqual(
    error.diagnostics.map(({ message }) => message),
    ['first', 'second'],
  );
  assert.match(
    error.message,
    /^a\.rego:1:1: rego_type_error: first\n.*one\n.*\n {2}hint: help\na\.rego:2:1: /s,
  );
});

test('at most ten errors are told, or as many as asked for; the rest is counted', () => {
  const many = Array.from({ length: 12 }, () => ({ code: 'rego_type_error', message: 'wrong' }));
  const told = (maxErrors?: number) => {
    const { diagnostics, omitted, message } = new RegoError(many, maxErrors);
    return [diagnostics.length, omitted, message.split('\n').at(-1)];
  };
  assert.deepEqual(told(), [10, 2, '… and 2 more errors']);
  assert.deepEqual(told(11), [11, 1, '… and 1 more error']);
  assert.deepEqual(told(0), [12, 0, 'rego_type_error: wrong']);
});
