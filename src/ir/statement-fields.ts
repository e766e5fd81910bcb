import type { Shapes, Stmt, StmtKind } from './plan.ts';

/**
 * What a field of a statement holds. Locals are told apart by what happens to them: `use` is read,
 * `def` is given a value, `update` is a collection that is changed, `probe` may be undefined.
 */
export type FieldKind =
  | 'use'
  | 'def'
  | 'update'
  | 'probe'
  | 'document'
  | 'uses'
  | 'operand'
  | 'operands'
  | 'arguments'
  | 'integer'
  | 'depth'
  | 'function'
  | 'string'
  | 'strings'
  | 'block'
  | 'blocks';

type Fields = { readonly [K in StmtKind]: { readonly [F in keyof Shapes[K]]: FieldKind } };

/**
 * Every statement's fields, in the order they are printed. Reading, writing, verifying and printing
 * plans go by this table; only what gives statements their meaning switches over their kinds.
 */
export const STATEMENT_FIELDS: Fields = {
  ArrayAppendStmt: { value: 'operand', array: 'update' },
  AssignIntStmt: { value: 'integer', target: 'def' },
  AssignVarStmt: { source: 'operand', target: 'def' },
  AssignVarOnceStmt: { source: 'operand', target: 'def' },
  BlockStmt: { blocks: 'blocks' },
  BreakStmt: { index: 'depth' },
  CallStmt: { func: 'function', args: 'arguments', result: 'def' },
  CallDynamicStmt: { path: 'operands', args: 'uses', result: 'def' },
  DotStmt: { source: 'operand', key: 'operand', target: 'def' },
  EqualStmt: { a: 'operand', b: 'operand' },
  IsArrayStmt: { source: 'operand' },
  IsDefinedStmt: { source: 'probe' },
  IsObjectStmt: { source: 'operand' },
  IsSetStmt: { source: 'operand' },
  IsUndefinedStmt: { source: 'probe' },
  LenStmt: { source: 'operand', target: 'def' },
  MakeArrayStmt: { capacity: 'integer', target: 'def' },
  MakeNullStmt: { target: 'def' },
  MakeNumberIntStmt: { value: 'integer', target: 'def' },
  MakeNumberRefStmt: { index: 'string', target: 'def' },
  MakeObjectStmt: { target: 'def' },
  MakeSetStmt: { target: 'def' },
  NopStmt: {},
  NotEqualStmt: { a: 'operand', b: 'operand' },
  NotStmt: { block: 'block' },
  ObjectInsertStmt: { key: 'operand', value: 'operand', object: 'update' },
  ObjectInsertOnceStmt: { key: 'operand', value: 'operand', object: 'update' },
  ObjectMergeStmt: { a: 'use', b: 'use', target: 'def' },
  ResetLocalStmt: { target: 'def' },
  ResultSetAddStmt: { value: 'use' },
  ReturnLocalStmt: { source: 'probe' },
  ScanStmt: { source: 'use', key: 'def', value: 'def', block: 'block' },
  SetAddStmt: { value: 'operand', set: 'update' },
  SwitchStmt: { source: 'use', keys: 'strings', blocks: 'blocks' },
  WithStmt: { local: 'document', path: 'strings', value: 'operand', block: 'block' },
};

type Pairs = { readonly [K in StmtKind]: readonly (readonly [string, FieldKind])[] };

const FIELD_PAIRS = Object.fromEntries(
  Object.entries(STATEMENT_FIELDS).map(([kind, fields]) => [kind, Object.entries(fields)]),
) as unknown as Pairs;

/** A statement's fields as pairs, in printing order. */
export function fieldsOf(kind: StmtKind): readonly (readonly [string, FieldKind])[] {
  return FIELD_PAIRS[kind];
}

/** Whether a name is that of a statement that plans on disk may have. */
export function isStatementKind(name: string): name is StmtKind {
  return Object.hasOwn(STATEMENT_FIELDS, name) && name !== 'SwitchStmt';
}

/** One field of a statement with what it holds. */
export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  readonly value: unknown;
}

/** A statement's fields with their values. */
export function fieldValues(stmt: Stmt): readonly Field[] {
  const values = stmt as unknown as Readonly<Record<string, unknown>>;
  return fieldsOf(stmt.kind).map(([name, kind]) => ({ name, kind, value: values[name] }));
}
