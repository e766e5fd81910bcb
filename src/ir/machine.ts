import { identity, type MaybeValue, Undefined, type Value } from '../value/value.ts';
import { EvalFailure } from './eval-failure.ts';
import { type Flow, leaving, NEXT, RETURN } from './flow.ts';
import { Locals } from './locals.ts';
import type { Block, Func, Local, Location, Operand, Policy } from './plan.ts';
import { step } from './steps.ts';
import type { Tracer } from './tracer.ts';

/** Calls a builtin by its name, for the statement at a place. */
export type CallBuiltin = (name: string, args: readonly MaybeValue[], at: Location) => MaybeValue;

export interface MachineOptions {
  /** How many calls and iterations may be made; unbounded if absent. */
  readonly fuel?: number;
  /** How deep calls may nest. */
  readonly maxDepth?: number;
  readonly tracer?: Tracer;
}

/** Rules can't be recursive, so only a very long chain of them comes near. */
const DEFAULT_MAX_DEPTH = 400;

/** One call's locals and what it returns. */
export class Frame {
  readonly locals = new Locals();
  readonly machine: Machine;
  /** The message of two different outputs of this function. */
  readonly outputConflict: string;
  returned: MaybeValue = Undefined;

  constructor(machine: Machine, params: readonly Local[], args: readonly MaybeValue[]) {
    this.machine = machine;
    this.outputConflict =
      params.length > 2
        ? 'functions must not produce multiple outputs for same inputs'
        : 'complete rules must not produce multiple outputs';
    params.forEach((param, index) => {
      const argument = args[index];
      this.locals.set(param, argument === undefined ? Undefined : argument);
    });
  }

  readonly read = (operand: Operand): MaybeValue => {
    switch (operand.kind) {
      case 'local':
        return this.locals.get(operand.value);
      case 'bool':
        return operand.value;
      case 'string_index':
        return this.machine.text(operand.value);
    }
  };

  readonly readLocal = (local: Local): MaybeValue => this.locals.get(local);
}

/** Runs one plan once: holds the result set, the memo and the budget. */
export class Machine {
  private readonly policy: Policy;
  private readonly callBuiltin: CallBuiltin;
  private readonly tracer: Tracer;
  private readonly functions: ReadonlyMap<string, Func>;
  private readonly functionsByPath: ReadonlyMap<string, Func>;
  private readonly resultSet = new Map<string, Value>();
  private readonly maxDepth: number;
  private fuel: number;
  private depth = 0;
  private memo = new Map<Func, MaybeValue>();

  constructor(policy: Policy, callBuiltin: CallBuiltin, options: MachineOptions = {}) {
    this.policy = policy;
    this.callBuiltin = callBuiltin;
    this.tracer = options.tracer ?? {};
    this.functions = new Map(policy.funcs.map(func => [func.name, func]));
    this.functionsByPath = new Map(
      policy.funcs.flatMap(func => (func.path ? [[identity(func.path), func]] : [])),
    );
    this.maxDepth = options.maxDepth ?? DEFAULT_MAX_DEPTH;
    this.fuel = options.fuel ?? Number.POSITIVE_INFINITY;
  }

  get results(): readonly Value[] {
    return [...this.resultSet.values()];
  }

  addResult(value: Value): void {
    const id = identity(value);
    if (!this.resultSet.has(id)) this.resultSet.set(id, value);
  }

  /** A static string. */
  text(index: number): string {
    const text = this.policy.static.strings[index];
    if (text === undefined) throw new EvalFailure('eval_internal_error', `no string ${index}`);
    return text;
  }

  run(block: Block, frame: Frame): Flow {
    for (const stmt of block.stmts) {
      this.tracer.enterStatement?.(stmt, frame.readLocal);
      const flow = step(stmt, frame);
      this.tracer.exitStatement?.(stmt, flow === NEXT, frame.readLocal);
      if (flow !== NEXT) return flow;
    }
    return NEXT;
  }

  /** Blocks in turn: one that is undefined is followed by the next. */
  runBlocks(blocks: readonly Block[], frame: Frame): Flow {
    for (const block of blocks) {
      const flow = leaving(this.run(block, frame));
      if (flow !== NEXT) return flow;
    }
    return NEXT;
  }

  /** Pays for one call or iteration. */
  spend(): void {
    this.fuel -= 1;
    if (this.fuel < 0) throw new EvalFailure('eval_fuel_error', 'the evaluation ran out of fuel');
  }

  /** Runs with no memoised result, as under a `with`. */
  withFreshMemo(run: () => Flow): Flow {
    const saved = this.memo;
    this.memo = new Map();
    const flow = run();
    this.memo = saved;
    return flow;
  }

  call(name: string, args: readonly MaybeValue[], at: Location): MaybeValue {
    const func = this.functions.get(name);
    return func === undefined ? this.callBuiltin(name, args, at) : this.callFunction(func, args);
  }

  /** The function that a dynamic call's path names, if there is one. */
  functionAt(path: readonly MaybeValue[]): Func | undefined {
    if (!path.every(part => part !== Undefined)) return undefined;
    return this.functionsByPath.get(identity(path));
  }

  /** A rule, which depends on input and data alone, is computed once; a function each time. */
  callFunction(func: Func, args: readonly MaybeValue[]): MaybeValue {
    if (func.params.length !== 2) {
      const defined = args.slice(2).every(arg => arg !== Undefined);
      return defined ? this.invoke(func, args) : Undefined;
    }
    const known = this.memo.get(func);
    if (known !== undefined) return known;
    const value = this.invoke(func, args);
    this.memo.set(func, value);
    return value;
  }

  private invoke(func: Func, args: readonly MaybeValue[]): MaybeValue {
    this.spend();
    if (this.depth === this.maxDepth) {
      throw new EvalFailure('eval_depth_error', `calls are nested deeper than ${this.maxDepth}`);
    }
    this.depth += 1;
    this.tracer.enterFunction?.(func, args);
    const frame = new Frame(this, func.params, args);
    const flow = this.runBlocks(func.blocks, frame);
    const value = flow === RETURN ? frame.returned : Undefined;
    this.tracer.exitFunction?.(func, value);
    this.depth -= 1;
    return value;
  }
}
