import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { operatorOf, readOperators } from '../../src/approval/operators.ts';
import { ensureOperator, operatorKey } from '../../src/gateway/operator-key.ts';
import { makeStateFolder, stateFolder } from '../../src/gateway/state-folder.ts';

function state() {
  const made = stateFolder(mkdtempSync(join(tmpdir(), 'tf-operator-')), {});
  makeStateFolder(made);
  return made;
}

test('the first operator is made once, with a key for this user alone', () => {
  const at = state();
  assert.equal(operatorKey(at, {}), undefined);
  ensureOperator(at, 'DOMAIN\\me');
  const key = operatorKey(at, {});
  assert.equal(operatorOf(readOperators(at.operators), key)?.name, 'DOMAIN-me');
  ensureOperator(at, 'other');
  assert.equal(operatorKey(at, {}), key);
  chmodSync(at.operatorKey, 0o644);
  assert.equal(operatorKey(at, {}), key);
  assert.equal(statSync(at.operatorKey).mode & 0o777, 0o600);
});

test('the variable wins over the file', () => {
  const at = state();
  ensureOperator(at, 'me');
  assert.equal(operatorKey(at, { TF_OPERATOR_KEY: 'given' }), 'given');
});
