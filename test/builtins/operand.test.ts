import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as operand from '../../src/builtins/operand.ts';
import { constant } from '../support/builtin-table.ts';

const rejected: readonly (readonly [(args: never) => unknown, string, string])[] = [
  [args => operand.numberAt(args, 1), '"a"', 'operand 1 must be number but got string'],
  [args => operand.stringAt(args, 1), 'null', 'operand 1 must be string but got null'],
  [args => operand.booleanAt(args, 1), '1', 'operand 1 must be boolean but got number'],
  [args => operand.arrayAt(args, 1), '{}', 'operand 1 must be array but got object'],
  [args => operand.objectAt(args, 1), '[]', 'operand 1 must be object but got array'],
  [args => operand.setAt(args, 1), 'true', 'operand 1 must be set but got boolean'],
  [args => operand.membersAt(args, 1), '1', 'operand 1 must be one of {set, array} but got number'],
  [
    args => operand.stringsAt(args, 1),
    '{1}',
    'operand 1 must be set of strings but got set containing number',
  ],
  [
    args => operand.intAt(args, 1),
    '9223372036854775808',
    'operand 1 must be integer number but got floating-point number',
  ],
  [
    args => operand.bigIntAt(args, 1),
    '0.5',
    'operand 1 must be integer number but got floating-point number',
  ],
];

for (const [read, text, message] of rejected) {
  test(`${text}: ${message}`, () => {
    assert.throws(() => read([constant(text)] as never), { code: 'eval_type_error', message });
  });
}

test('an element of none of several types', () => {
  const error = operand.wrongElement(2, [1], 1, 'string', 'null');
  const message =
    'operand 2 must be array of (any of) {string, null} but got array containing number';
  assert.equal(error.message, message);
});

test('integers: by literal for small ones, by value for any size', () => {
  assert.equal(operand.intAt([-9223372036854775808n], 1), -(2 ** 63));
  assert.equal(operand.bigIntAt([constant('12e1')], 1), 120n);
  assert.equal(operand.bigIntAt([2n ** 70n], 1), 2n ** 70n);
});

test('one string stands for a list of one', () => {
  assert.deepEqual(operand.stringOrStringsAt(['a'], 1), ['a']);
  assert.deepEqual(operand.stringOrStringsAt([constant('{"b", "a"}')], 1), ['a', 'b']);
});
