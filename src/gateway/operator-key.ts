/** The key of whoever set the project up: made with the state, kept beside it for this user alone. */
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { addOperator, readOperators } from '../approval/operators.ts';
import { replaceFile } from '../store/atomic-file.ts';
import type { StateFolder } from './state-folder.ts';

/** Makes the first operator, who may answer everything, unless there is one. */
export function ensureOperator(state: StateFolder, name: string): void {
  if (readOperators(state.operators).length > 0) return;
  const key = addOperator(state.operators, name.replace(/[^A-Za-z0-9._@-]/g, '-'), ['*']);
  replaceFile(state.operatorKey, `${key}\n`);
}

/** The key to answer with: `TF_OPERATOR_KEY`, or the one beside the state. One that others can read is closed to them. */
export function operatorKey(
  state: StateFolder,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const given = env['TF_OPERATOR_KEY'];
  if (given !== undefined && given !== '') return given;
  if (!existsSync(state.operatorKey)) return undefined;
  if ((statSync(state.operatorKey).mode & 0o077) !== 0) chmodSync(state.operatorKey, 0o600);
  return readFileSync(state.operatorKey, 'utf8').trim();
}
