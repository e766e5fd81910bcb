/*
 * OPA's intermediate representation, under OPA's names (OPA: docs, "Intermediate Representation").
 *
 * A policy is a table of static data, named plans (entrypoints) and functions. Locals are small
 * integers; local 0 is the input, 1 the data document. A block is a list of statements; a statement
 * that is *undefined* leaves its block, and execution goes on after it. In memory a statement is
 * flat and carries `kind`; on disk it is OPA's `{"type": …, "stmt": …}` (see json.ts).
 */

/** A local variable's number. */
export type Local = number;
export const INPUT: Local = 0;
export const DATA: Local = 1;

/** A place in a source: `file` is an index into `static.files`, rows and columns start at 1. */
export interface Location {
  readonly file: number;
  readonly row: number;
  readonly col: number;
}

export type Operand =
  | { readonly kind: 'local'; readonly value: Local }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string_index'; readonly value: number };

export interface Block {
  readonly stmts: readonly Stmt[];
}

/** The fields of each statement beside its kind and place. */
export interface Shapes {
  ArrayAppendStmt: { value: Operand; array: Local };
  AssignIntStmt: { value: number; target: Local };
  /** Copies: an undefined source makes the target undefined, not the statement. */
  AssignVarStmt: { source: Operand; target: Local };
  /** Assigning another value to a target that has one is an eval_conflict_error. */
  AssignVarOnceStmt: { source: Operand; target: Local };
  BlockStmt: { blocks: readonly Block[] };
  /**
   * Leaves `index` + 1 enclosing blocks, the bodies of Not, With and Scan among them. Leaving a Scan's
   * body last goes on with the next element, leaving more leaves the Scan.
   */
  BreakStmt: { index: number };
  CallStmt: { func: string; args: readonly Operand[]; result: Local };
  /**
   * Calls the function that has this path. None: undefined. One that is itself undefined: leaves four
   * blocks (OPA: past the fallback to base documents that the planner puts around the statement).
   */
  CallDynamicStmt: { path: readonly Operand[]; args: readonly Local[]; result: Local };
  DotStmt: { source: Operand; key: Operand; target: Local };
  EqualStmt: { a: Operand; b: Operand };
  IsArrayStmt: { source: Operand };
  IsDefinedStmt: { source: Local };
  IsObjectStmt: { source: Operand };
  IsSetStmt: { source: Operand };
  IsUndefinedStmt: { source: Local };
  LenStmt: { source: Operand; target: Local };
  MakeArrayStmt: { capacity: number; target: Local };
  MakeNullStmt: { target: Local };
  MakeNumberIntStmt: { value: number; target: Local };
  /** The number's digits are `static.strings[index]`. */
  MakeNumberRefStmt: { index: number; target: Local };
  MakeObjectStmt: { target: Local };
  MakeSetStmt: { target: Local };
  NopStmt: Record<never, never>;
  NotEqualStmt: { a: Operand; b: Operand };
  /** Undefined unless the block is undefined. */
  NotStmt: { block: Block };
  ObjectInsertStmt: { key: Operand; value: Operand; object: Local };
  /** Inserting another value under a key that has one is an eval_conflict_error. */
  ObjectInsertOnceStmt: { key: Operand; value: Operand; object: Local };
  /** Recursive merge; `a` wins where both have a non-object. */
  ObjectMergeStmt: { a: Local; b: Local; target: Local };
  ResetLocalStmt: { target: Local };
  ResultSetAddStmt: { value: Local };
  /** Returns the source from the function, at the end of its last block. */
  ReturnLocalStmt: { source: Local };
  /**
   * Runs the block once per element, in Rego's order; undefined iterations go on with the next one.
   * What is no collection has no elements. The statement itself is never undefined.
   */
  ScanStmt: { source: Local; key: Local; value: Local; block: Block };
  SetAddStmt: { value: Operand; set: Local };
  /**
   * Runs the block whose key (a string index, no two alike) the source is equal to, as a BlockStmt would; none if there
   * is no such key. The statement itself is never undefined. Not OPA's: only the optimizer makes it, and no plan on
   * disk has it.
   */
  SwitchStmt: { source: Local; keys: readonly number[]; blocks: readonly Block[] };
  /**
   * Runs the block with `local` (input or data) replaced at `path` (string indexes). Undefined as its
   * block is. An undefined value at the empty path makes the document undefined, which is how a plan
   * ends the effect of an outer With early.
   */
  WithStmt: { local: Local; path: readonly number[]; value: Operand; block: Block };
}

export type StmtKind = keyof Shapes;
export type StmtOf<K extends StmtKind> = Readonly<Shapes[K]> & {
  readonly kind: K;
  readonly location: Location;
};
export type Stmt = { [K in StmtKind]: StmtOf<K> }[StmtKind];

export interface BuiltinFunc {
  readonly name: string;
  /** How many operands it is declared with; absent where a plan on disk doesn't say. */
  readonly arity?: number;
}

export interface Static {
  readonly strings: readonly string[];
  readonly builtinFuncs: readonly BuiltinFunc[];
  readonly files: readonly string[];
}

/** An entrypoint: its blocks add what they find to the result set. */
export interface Plan {
  readonly name: string;
  readonly blocks: readonly Block[];
}

/** A rule or function; the first two parameters are always input and data. */
export interface Func {
  readonly name: string;
  /** Where CallDynamicStmt finds it, the generation first: `["g0", "pkg", "rule"]`. */
  readonly path?: readonly string[];
  readonly params: readonly Local[];
  readonly return: Local;
  readonly blocks: readonly Block[];
}

export interface Policy {
  readonly static: Static;
  readonly plans: readonly Plan[];
  readonly funcs: readonly Func[];
}
