import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import {
  addOperator,
  mayAnswer,
  operatorOf,
  readOperators,
  removeOperator,
} from '../../src/approval/operators.ts';

const place = () => join(mkdtempSync(join(tmpdir(), 'tf-operators-')), 'operators.json');

test('a key names its operator until it is taken back, and is not in the file', () => {
  const file = place();
  const key = addOperator(file, 'alice', ['oncall']);
  addOperator(file, 'bob', []);
  assert.equal(operatorOf(readOperators(file), key)?.name, 'alice');
  assert.ok(!readFileSync(file, 'utf8').includes(key));
  assert.equal(removeOperator(file, 'alice'), true);
  assert.equal(removeOperator(file, 'alice'), false);
  assert.equal(operatorOf(readOperators(file), key), undefined);
});

test('no key, a wrong one and the hash itself name nobody', () => {
  const file = place();
  addOperator(file, 'alice', []);
  const [{ keyHash } = { keyHash: '' }] = readOperators(file);
  for (const key of [undefined, '', 'tfo_wrong', keyHash])
    assert.equal(operatorOf(readOperators(file), key), undefined);
});

test('names are unique and plain; a damaged file is told', () => {
  const file = place();
  addOperator(file, 'alice', []);
  for (const name of ['alice', '', 'a b', '../x'])
    assert.throws(() => addOperator(file, name, []), { code: 'tf_usage' });
  writeFileSync(file, '{');
  assert.throws(() => readOperators(file), { code: 'tf_operator_key' });
});

test('who may answer', () => {
  const operator = { name: 'alice', groups: ['oncall'], keyHash: '' };
  assert.ok(mayAnswer(operator, []));
  assert.ok(mayAnswer(operator, ['alice']));
  assert.ok(mayAnswer(operator, ['bob', 'oncall']));
  assert.ok(!mayAnswer(operator, ['bob']));
  assert.ok(mayAnswer({ ...operator, groups: ['*'] }, ['bob']));
});
