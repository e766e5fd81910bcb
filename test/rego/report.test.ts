import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RegoError } from '../../src/rego/rego-error.ts';
import { newReport, throwIfAny } from '../../src/rego/report.ts';

const span = { source: { name: 'a.rego', text: 'p := 1' }, start: 0, end: 1 };

test('one problem at one place is told once', () => {
  const report = newReport();
  report.add('rego_type_error', 'wrong', span);
  report.add('rego_type_error', 'wrong', span, 'with a hint');
  report.add('rego_type_error', 'other', span);
  assert.deepEqual(
    report.diagnostics.map(one => one.message),
    ['wrong', 'other'],
  );
});

test('a report without problems ends nothing', () => {
  const report = newReport();
  throwIfAny(report);
  report.add('rego_compile_error', 'wrong', span);
  assert.throws(() => throwIfAny(report), RegoError);
});
