import {
  type Block,
  DATA,
  INPUT,
  type Local,
  type Operand,
  type Policy,
  type Stmt,
  type StmtKind,
  type StmtOf,
} from './plan.ts';
import { type Field, fieldValues } from './statement-fields.ts';

/** How each statement reads; `{field}` stands for a field. */
const TEMPLATES: Readonly<Record<StmtKind, string>> = {
  ArrayAppendStmt: 'append {value} to {array}',
  AssignIntStmt: '{target} := {value}',
  AssignVarStmt: '{target} := {source}',
  AssignVarOnceStmt: '{target} := {source} once',
  BlockStmt: 'block',
  BreakStmt: 'break {index}',
  CallStmt: '{result} := {func}({args})',
  CallDynamicStmt: '{result} := dynamic({path})({args})',
  DotStmt: '{target} := {source}[{key}]',
  EqualStmt: '{a} == {b}',
  IsArrayStmt: '{source} is array',
  IsDefinedStmt: '{source} is defined',
  IsObjectStmt: '{source} is object',
  IsSetStmt: '{source} is set',
  IsUndefinedStmt: '{source} is undefined',
  LenStmt: '{target} := length({source})',
  MakeArrayStmt: '{target} := new array',
  MakeNullStmt: '{target} := null',
  MakeNumberIntStmt: '{target} := {value}',
  MakeNumberRefStmt: '{target} := number {index}',
  MakeObjectStmt: '{target} := new object',
  MakeSetStmt: '{target} := new set',
  NopStmt: 'nop',
  NotEqualStmt: '{a} != {b}',
  NotStmt: 'not',
  ObjectInsertStmt: '{object}[{key}] := {value}',
  ObjectInsertOnceStmt: '{object}[{key}] := {value} once',
  ObjectMergeStmt: '{target} := merge({a}, {b})',
  ResetLocalStmt: 'reset {target}',
  ResultSetAddStmt: 'result {value}',
  ReturnLocalStmt: 'return {source}',
  ScanStmt: 'scan {source} as {key}, {value}',
  SetAddStmt: 'add {value} to {set}',
  SwitchStmt: 'switch {source}',
  WithStmt: 'with {local}{path} as {value}',
};

export interface PrintOptions {
  /** Whether each statement says where in the source it comes from. */
  readonly locations?: boolean;
}

/** A policy as text for people: one statement a line, blocks indented. */
export function printPolicy(policy: Policy, options: PrintOptions = {}): string {
  const printer = new Printer(policy, options);
  const plans = policy.plans.map(({ name, blocks }) => [
    `plan ${name}`,
    ...printer.blocks(blocks, 1),
  ]);
  const funcs = policy.funcs.map(({ name, params, blocks }) => [
    `func ${name}(${params.map(printLocal).join(', ')})`,
    ...printer.blocks(blocks, 1),
  ]);
  return `${[...plans, ...funcs].map(lines => lines.join('\n')).join('\n\n')}\n`;
}

function printLocal(local: Local): string {
  if (local === INPUT) return 'input';
  return local === DATA ? 'data' : `$${local}`;
}

class Printer {
  private readonly policy: Policy;
  private readonly options: PrintOptions;

  constructor(policy: Policy, options: PrintOptions) {
    this.policy = policy;
    this.options = options;
  }

  /** Blocks in turn: the first after `block`, the others after `then`. */
  blocks(blocks: readonly Block[], level: number): string[] {
    return blocks.flatMap((block, index) => [
      `${indent(level)}${index === 0 ? 'block' : 'then'}`,
      ...this.block(block, level + 1),
    ]);
  }

  private block(block: Block, level: number): string[] {
    return block.stmts.flatMap(stmt => this.statement(stmt, level));
  }

  private statement(stmt: Stmt, level: number): string[] {
    if (stmt.kind === 'BlockStmt') return this.blocks(stmt.blocks, level);
    const line = `${indent(level)}${this.fill(stmt)}${this.place(stmt)}`;
    if (stmt.kind === 'SwitchStmt') return [line, ...this.cases(stmt, level + 1)];
    return 'block' in stmt ? [line, ...this.block(stmt.block, level + 1)] : [line];
  }

  private cases({ keys, blocks }: StmtOf<'SwitchStmt'>, level: number): string[] {
    return blocks.flatMap((block, index) => [
      `${indent(level)}case ${this.string(keys[index]!)}`,
      ...this.block(block, level + 1),
    ]);
  }

  private fill(stmt: Stmt): string {
    const fields = new Map(fieldValues(stmt).map(field => [field.name, this.field(field)]));
    return TEMPLATES[stmt.kind].replace(/\{(\w+)\}/g, (_, name: string) => fields.get(name) ?? '');
  }

  private place({ location }: Stmt): string {
    if (this.options.locations !== true) return '';
    const file = this.policy.static.files[location.file] ?? '';
    return `  # ${file}:${location.row}:${location.col}`;
  }

  private string(index: number): string {
    return JSON.stringify(this.policy.static.strings[index] ?? null);
  }

  private operand({ kind, value }: Operand): string {
    if (kind === 'local') return printLocal(value);
    return kind === 'bool' ? String(value) : this.string(value);
  }

  private field({ kind, value }: Field): string {
    switch (kind) {
      case 'operand':
        return this.operand(value as Operand);
      case 'operands':
      case 'arguments':
        return (value as Operand[]).map(operand => this.operand(operand)).join(', ');
      case 'uses':
        return (value as Local[]).map(printLocal).join(', ');
      case 'string':
        return this.policy.static.strings[value as number] ?? '';
      case 'strings':
        return (value as number[]).map(index => `[${this.string(index)}]`).join('');
      case 'use':
      case 'def':
      case 'update':
      case 'probe':
      case 'document':
        return printLocal(value as Local);
      default:
        return String(value);
    }
  }
}

function indent(level: number): string {
  return '  '.repeat(level);
}
