import assert from 'node:assert/strict';
import test from 'node:test';
import { byPlace, type Diagnostic, formatDiagnostic } from '../../src/base/diagnostic.ts';
import type { Source } from '../../src/base/source.ts';

const source: Source = { name: 'b.rego', text: 'package p\nallow if inptu.x' };
const span = { source, start: 19, end: 24 };

test('a diagnostic says where, what and what would help', () => {
  const text = formatDiagnostic({
    code: 'rego_unsafe_var_error',
    message: 'variable `inptu` is unsafe',
    span,
    hint: 'did you mean `input`?',
  });
  assert.equal(
    text,
    [
      'b.rego:2:10: rego_unsafe_var_error: variable `inptu` is unsafe',
      '  2 | allow if inptu.x',
      '    |          ^^^^^',
      '  hint: did you mean `input`?',
    ].join('\n'),
  );
});

test('a diagnostic without a place is one line', () => {
  assert.equal(formatDiagnostic({ code: 'tf_usage', message: 'no file' }), 'tf_usage: no file');
});

test('diagnostics are told in the order of their places, those without one first', () => {
  const other: Source = { name: 'a.rego', text: '' };
  const at = (message: string, from: Source, start: number): Diagnostic => ({
    code: 'c',
    message,
    span: { source: from, start, end: start },
  });
  const diagnostics = [at('3', source, 9), at('2', source, 1), at('1', other, 5)];
  const sorted = byPlace([...diagnostics, { code: 'c', message: '0' }]);
  assert.deepEqual(
    sorted.map(({ message }) => message),
    ['0', '1', '2', '3'],
  );
});
