/** The people who may answer for an agent: a gateway takes verdicts from whoever shows a key. No child's environment holds one. */
import {
  addHolder,
  holderOf,
  type KeyHolder,
  type KeyHolderKind,
  readHolders,
  removeHolder,
} from '../store/key-holders.ts';

export interface Operator extends KeyHolder {
  /** What rules may ask for under `approvers`, besides the name; `*` stands for every one. */
  readonly groups: readonly string[];
}

const OPERATORS: KeyHolderKind<Operator> = {
  what: 'operator',
  list: 'operators',
  prefix: 'tfo_',
  error: 'tf_operator_key',
  read: ({ name, groups, keyHash }) => ({ name, groups, keyHash }),
};

/** Everyone who may answer. @throws TfError `tf_operator_key` when the file can't be read */
export function readOperators(file: string): readonly Operator[] {
  return readHolders(OPERATORS, file);
}

/** Adds an operator and gives the key, which is nowhere else. @throws TfError `tf_usage` */
export function addOperator(file: string, name: string, groups: readonly string[]): string {
  return addHolder(OPERATORS, file, { name, groups });
}

/** Takes an operator's key back; false when there was none of that name. */
export function removeOperator(file: string, name: string): boolean {
  return removeHolder(OPERATORS, file, name);
}

/** Whose key it is. */
export function operatorOf(
  operators: readonly Operator[],
  key: string | undefined,
): Operator | undefined {
  return holderOf(operators, key);
}

/** Whether an operator is among those a rule wants; a rule that names nobody takes anyone. */
export function mayAnswer({ name, groups }: Operator, approvers: readonly string[]): boolean {
  if (approvers.length === 0 || groups.includes('*')) return true;
  return approvers.some(wanted => wanted === name || groups.includes(wanted));
}
