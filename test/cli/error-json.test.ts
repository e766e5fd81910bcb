import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TfError } from '../../src/base/errors.ts';
import { errorsJson } from '../../src/cli/error-json.ts';
import { compile } from '../../src/policy/compiler.ts';

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (thrown) {
    return thrown;
  }
}

test('an error in a policy has its place and where it ends', () => {
  const source = 'package a\nobj := {"name": 1}\np := obj.nam\nq := obj.x';
  const thrown = thrownBy(() =>
    compile({ modules: { 'a.rego': source }, query: 'data.a', maxErrors: 1 }),
  );
  assert.deepEqual(errorsJson(thrown), {
    errors: [
      {
        code: 'rego_type_error',
        message: 'undefined ref: `data.a.obj.nam`',
        file: 'a.rego',
        line: 3,
        column: 6,
        end: { line: 3, column: 13 },
        hint: 'did you mean `name`?',
      },
    ],
    omitted: 1,
  });
});

test('files that cannot be read are errors too; faults of ours are not', () => {
  const error = new TfError('tf_policy_load', 'a can’t be read');
  assert.deepEqual(errorsJson(error), {
    errors: [{ code: 'tf_policy_load', message: 'a can’t be read' }],
  });
  assert.throws(() => errorsJson(new RangeError('x')), RangeError);
});
