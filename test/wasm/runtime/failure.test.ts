import assert from 'node:assert/strict';
import { testBoth } from './harness.ts';

const KINDS = ['conflict', 'type', 'builtin', 'fuel', 'memory', 'depth', 'internal'] as const;

testBoth('a failure has its code and the text it is given', runtime => {
  KINDS.forEach((kind, index) => {
    const { address } = runtime.put('it is so: é\0');
    const fail = () => runtime.call('rt_fail', index + 1, address);
    assert.throws(fail, { message: `eval_${kind}_error: it is so: é` });
  });
});

testBoth('a text too long for the buffer is cut off', runtime => {
  const { address } = runtime.put(`${'x'.repeat(10_000)}\0`);
  assert.throws(
    () => runtime.call('rt_fail', 1, address),
    (error: Error) => error.message.length === 4095 && error.message.endsWith('xxx'),
  );
});

testBoth('a failing builtin is undefined unless errors are strict', runtime => {
  const plus = () => runtime.call('bi_plus', runtime.value('"a"'), runtime.value('1'));
  const divide = () => runtime.call('bi_div', runtime.value('1'), runtime.value('0'));
  assert.equal(plus(), 0);
  assert.equal(divide(), 0);
  runtime.call('tf_strict', 1);
  assert.throws(plus, {
    message: 'eval_type_error: plus: operand 1 must be number but got string',
  });
  assert.throws(divide, { message: 'eval_builtin_error: div: divide by zero' });
  runtime.call('tf_strict', 0);
  assert.equal(divide(), 0);
});
