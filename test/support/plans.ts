/** Builds small plans for tests: statements without places, operands from plain JavaScript. */
import type { Block, Func, Operand, Policy, Shapes, Stmt, StmtKind } from '../../src/ir/plan.ts';

export const NOWHERE = { file: 0, row: 0, col: 0 };

export function local(value: number): Operand {
  return { kind: 'local', value };
}

/** The static string of an index. */
export function text(value: number): Operand {
  return { kind: 'string_index', value };
}

export const TRUE: Operand = { kind: 'bool', value: true };
export const FALSE: Operand = { kind: 'bool', value: false };

export function stmt<K extends StmtKind>(kind: K, fields: Shapes[K]): Stmt {
  return { kind, ...fields, location: NOWHERE } as unknown as Stmt;
}

export function block(...stmts: readonly Stmt[]): Block {
  return { stmts };
}

export function func(name: string, params: readonly number[], ...blocks: readonly Block[]): Func {
  return { name, path: name.split('.'), params, return: 2, blocks };
}

/** A policy of one plan `eval`. */
export function policyOf(parts: {
  readonly strings?: readonly string[];
  readonly plan?: readonly Block[];
  readonly funcs?: readonly Func[];
}): Policy {
  const { strings = [], plan = [], funcs = [] } = parts;
  return {
    static: { strings, builtinFuncs: [], files: ['policy.rego'] },
    plans: [{ name: 'eval', blocks: plan }],
    funcs,
  };
}

/** Adds a local to the result set under no name: enough for a test to see it. */
export function answer(value: number): Stmt {
  return stmt('ResultSetAddStmt', { value });
}
