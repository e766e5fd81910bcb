/*
 * The people who may answer for an agent. Each has a key, of which only the hash is kept; a gateway takes verdicts from
 * whoever shows one. No child's environment ever holds one.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { messageOf, TfError } from '../base/errors.ts';
import { replaceFile } from '../store/atomic-file.ts';
import { acquire } from '../store/file-lock.ts';

export interface Operator {
  readonly name: string;
  /** What rules may ask for under `approvers`, besides the name; `*` stands for every one. */
  readonly groups: readonly string[];
  /** SHA-256 of the key: it is long and random, so that nothing slower is needed. */
  readonly keyHash: string;
}

const KEY_BYTES = 32;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,127}$/;

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Everyone who may answer. @throws TfError `tf_operator_key` when the file can't be read */
export function readOperators(file: string): readonly Operator[] {
  if (!existsSync(file)) return [];
  try {
    const { operators } = JSON.parse(readFileSync(file, 'utf8')) as { operators: Operator[] };
    return operators.map(({ name, groups, keyHash }) => ({ name, groups, keyHash }));
  } catch (cause) {
    const message = `\`${file}\` can't be read: ${messageOf(cause)}`;
    throw new TfError('tf_operator_key', message, { cause });
  }
}

function change(file: string, edit: (operators: readonly Operator[]) => readonly Operator[]): void {
  const lock = acquire(`${file}.lock`);
  try {
    const operators = edit(readOperators(file));
    replaceFile(file, `${JSON.stringify({ operators }, undefined, 1)}\n`);
  } finally {
    lock.release();
  }
}

/** Adds an operator and gives the key, which is nowhere else. @throws TfError `tf_usage` */
export function addOperator(file: string, name: string, groups: readonly string[]): string {
  if (!NAME.test(name)) throw new TfError('tf_usage', `\`${name}\` is no operator's name`);
  const key = `tfo_${randomBytes(KEY_BYTES).toString('base64url')}`;
  change(file, operators => {
    if (operators.some(operator => operator.name === name))
      throw new TfError('tf_usage', `there is an operator \`${name}\` already`);
    return [...operators, { name, groups, keyHash: hashOf(key) }];
  });
  return key;
}

/** Takes an operator's key back; false when there was none of that name. */
export function removeOperator(file: string, name: string): boolean {
  const had = readOperators(file).some(operator => operator.name === name);
  if (had) change(file, operators => operators.filter(operator => operator.name !== name));
  return had;
}

/** Whose key it is. */
export function operatorOf(
  operators: readonly Operator[],
  key: string | undefined,
): Operator | undefined {
  if (key === undefined) return undefined;
  const hash = hashOf(key);
  return operators.find(({ keyHash }) => keyHash === hash);
}

/** Whether an operator is among those a rule wants; a rule that names nobody takes anyone. */
export function mayAnswer({ name, groups }: Operator, approvers: readonly string[]): boolean {
  if (approvers.length === 0 || groups.includes('*')) return true;
  return approvers.some(wanted => wanted === name || groups.includes(wanted));
}
