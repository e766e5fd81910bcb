import assert from 'node:assert/strict';
import test from 'node:test';
import {
  fieldsOf,
  fieldValues,
  isStatementKind,
  STATEMENT_FIELDS,
} from '../../src/ir/statement-fields.ts';
import { stmt, TRUE } from '../support/plans.ts';

test('there are OPA’s 34 statements, and one of the optimizer’s own that no plan on disk has', () => {
  assert.equal(Object.keys(STATEMENT_FIELDS).length, 35);
  assert.equal(Object.keys(STATEMENT_FIELDS).filter(isStatementKind).length, 34);
  assert.equal(isStatementKind('SwitchStmt'), false);
  assert.equal(isStatementKind('ScanStmt'), true);
  assert.equal(isStatementKind('constructor'), false);
});

test('fields come in their printing order, with what they hold', () => {
  assert.deepEqual(fieldsOf('ScanStmt'), [
    ['source', 'use'],
    ['key', 'def'],
    ['value', 'def'],
    ['block', 'block'],
  ]);
  assert.deepEqual(fieldValues(stmt('SetAddStmt', { set: 4, value: TRUE })), [
    { name: 'value', kind: 'operand', value: TRUE },
    { name: 'set', kind: 'update', value: 4 },
  ]);
});
