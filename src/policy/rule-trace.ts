/*
 * Why rules of policies hold for an input or not: the policies are run by the interpreter, and of each rule the place
 * is kept where its body went furthest before it was undefined, with the values that were looked at there.
 */
import { positionAt } from '../base/source.ts';
import { builtinDeclarations } from '../ir/declarations.ts';
import type { Func, Local, Operand, Policy, Stmt, StmtOf } from '../ir/plan.ts';
import { concludedLocal, type ReadLocal, type Tracer } from '../ir/tracer.ts';
import type { Module, Rule } from '../rego/ast.ts';
import { toJson } from '../value/json.ts';
import { type MaybeValue, Undefined, type Value } from '../value/value.ts';
import { compile, interpret } from './compiler.ts';
import { CONTRACT_RULES, ruleName } from './contract.ts';

/** Where a body stopped. */
export interface Stop {
  readonly line: number;
  /** The line of the source. */
  readonly text: string;
  /** What was compared, looked up or called. */
  readonly found: string;
}

export interface RuleTrace {
  readonly package: string;
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly holds: boolean;
  /** Absent if the rule holds, or was not asked. */
  readonly stop?: Stop;
}

export interface TracedPolicies {
  readonly modules: Readonly<Record<string, string>>;
  readonly data: Value;
  readonly parsed: readonly Module[];
}

const SHOWN_CHARACTERS = 80;

/** A rule of the contract while the interpreter runs. */
interface Watched {
  readonly package: string;
  readonly rule: string;
  readonly file: string;
  readonly first: number;
  readonly last: number;
  readonly lines: readonly string[];
  holds: boolean;
  stop: (Stop & { readonly column: number }) | undefined;
}

function watchedRule(module: Module, rule: Rule): Watched[] {
  const name = ruleName(rule) ?? '';
  if (module.package.path[0] !== 'policies' || !CONTRACT_RULES.includes(name)) return [];
  const { source, start, end } = rule.span;
  return [
    {
      package: module.package.path.join('.'),
      rule: name,
      file: source.name,
      first: positionAt(source, start).line,
      last: positionAt(source, end).line,
      lines: source.text.split('\n'),
      holds: false,
      stop: undefined,
    },
  ];
}

function shown(value: MaybeValue): string {
  if (value === Undefined) return 'undefined';
  const text = toJson(value as Value);
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}

/** A call as it is written: operators between their operands, rules by their path alone. */
function callText(func: string, operands: readonly string[], isRule: boolean): string {
  const infix = builtinDeclarations.get(func)?.infix;
  if (infix !== undefined && operands.length === 2) return operands.join(` ${infix} `);
  const name = func.replace(/^g\d+\./, '');
  return isRule && operands.length === 0 ? name : `${name}(${operands.join(', ')})`;
}

class Watcher implements Tracer {
  private readonly policy: Policy;
  private readonly byFile: ReadonlyMap<string, readonly Watched[]>;
  /** The last call, and what it gave: a condition that is a call fails at a test of its result. */
  private lastCall: { readonly result: Local; readonly text: string } | undefined;

  /** What the functions that run return. */
  private readonly returns: Local[] = [];

  constructor(policy: Policy, rules: readonly Watched[]) {
    this.policy = policy;
    const byFile = new Map<string, Watched[]>();
    for (const rule of rules) byFile.set(rule.file, [...(byFile.get(rule.file) ?? []), rule]);
    this.byFile = byFile;
  }

  enterFunction(func: Func): void {
    this.returns.push(func.return);
  }

  exitFunction(): void {
    this.returns.pop();
  }

  exitStatement(stmt: Stmt, defined: boolean, read: ReadLocal): void {
    if (stmt.kind === 'CallStmt')
      this.lastCall = { result: stmt.result, text: this.call(stmt, read) };
    const rule = this.ruleOf(stmt);
    if (rule === undefined) return;
    if (!defined) this.note(rule, stmt, read);
    else rule.holds ||= concludedLocal(stmt) === this.returns.at(-1);
  }

  private ruleOf({ location: { file, row } }: Stmt): Watched | undefined {
    const rules = this.byFile.get(this.policy.static.files[file] ?? '') ?? [];
    return rules.find(({ first, last }) => first <= row && row <= last);
  }

  /** A body may stop many times, once for each member it goes over: the furthest place is told. */
  private note(rule: Watched, stmt: Stmt, read: ReadLocal): void {
    const { row: line, col: column } = stmt.location;
    const before = rule.stop;
    if (before !== undefined && (before.line - line || before.column - column) > 0) return;
    const text = rule.lines[line - 1]?.trim() ?? '';
    rule.stop = { line, column, text, found: this.describe(stmt, read) };
  }

  private describe(stmt: Stmt, read: ReadLocal): string {
    switch (stmt.kind) {
      case 'DotStmt':
        return `nothing at ${this.operand(stmt.key, read)} of ${this.operand(stmt.source, read)}`;
      case 'EqualStmt':
        return `${this.operand(stmt.a, read)} is not ${this.operand(stmt.b, read)}`;
      case 'NotEqualStmt':
        return (
          this.tested(stmt) ?? `${this.operand(stmt.a, read)} is ${this.operand(stmt.b, read)}`
        );
      case 'CallStmt':
        return this.call(stmt, read);
      case 'BreakStmt':
      case 'IsUndefinedStmt':
      case 'NotStmt':
        return 'what is negated holds';
      default:
        return 'undefined';
    }
  }

  /** A call that gave false. */
  private tested({ a }: StmtOf<'NotEqualStmt'>): string | undefined {
    const isResult = a.kind === 'local' && a.value === this.lastCall?.result;
    return isResult ? this.lastCall?.text : undefined;
  }

  private call({ func, args, result }: StmtOf<'CallStmt'>, read: ReadLocal): string {
    const isRule = this.policy.funcs.some(({ name }) => name === func);
    const given = (isRule ? args.slice(2) : args).map(arg => this.operand(arg, read));
    return `${callText(func, given, isRule)} is ${shown(read(result))}`;
  }

  private operand(operand: Operand, read: ReadLocal): string {
    switch (operand.kind) {
      case 'local':
        return shown(read(operand.value));
      case 'bool':
        return String(operand.value);
      case 'string_index':
        return JSON.stringify(this.policy.static.strings[operand.value]);
    }
  }
}

function entrypointOf({ package: name, rule }: Watched): string {
  return `${name.replaceAll('.', '/')}/${rule}`;
}

function traceOf({ package: name, rule, file, first, holds, stop }: Watched): RuleTrace {
  const trace = { package: name, rule, file, line: first, holds };
  if (holds || stop === undefined) return trace;
  const { line, text, found } = stop;
  return { ...trace, stop: { line, text, found } };
}

/**
 * What each rule of `policies.<name>` packages makes of an input, in the order of their files.
 * @param nowMs what `time.now_ns` gives
 */
export function traceRules(
  { modules, data, parsed }: TracedPolicies,
  input: unknown,
  nowMs: number,
): RuleTrace[] {
  const rules = parsed.flatMap(module =>
    module.rules.filter(rule => !rule.default).flatMap(rule => watchedRule(module, rule)),
  );
  // One by one: what combines packages does not ask for consent where somebody objects.
  const entrypoints = [...new Set(rules.map(entrypointOf))];
  const { ir } = compile({ modules, data, entrypoints });
  const tracer = new Watcher(ir, rules);
  const now = BigInt(nowMs) * 1_000_000n;
  for (const entrypoint of entrypoints)
    interpret(ir, { entrypoint, input, data, tracer, now, strictBuiltinErrors: true });
  return rules.map(traceOf);
}
