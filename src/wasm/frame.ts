import type { Local, Operand, Policy } from '../ir/plan.ts';
import { FAILURE, LITERAL_SLOT, MEMO } from './abi.ts';
import type { CallGraph } from './call-graph.ts';
import { Code, type Label } from './code.ts';
import type { DocumentPaths } from './document-paths.ts';
import type { Service, Services } from './services.ts';
import type { Statics } from './statics.ts';

/** How a call by name is emitted. */
export interface Callee {
  /** Words that go before the operands. */
  readonly leading: readonly number[];
  readonly index: number;
}

/** What all functions of one module share. */
export interface Unit {
  readonly policy: Policy;
  /** Whether evaluations can be bounded by fuel. */
  readonly metered: boolean;
  readonly graph: CallGraph;
  readonly paths: DocumentPaths;
  readonly services: Services;
  readonly statics: Statics;
  /** Whether a call by this name is one of the policy's functions, not a builtin. */
  isFunction(name: string): boolean;
  /** Resolves a function or builtin. @throws TfError if there is none, or not with these operands */
  callee(name: string, operands: number): Callee;
  readonly globals: { readonly fuel: number; readonly depth: number; readonly memoPage: number };
}

/** A block of the plan that is open: where leaving it goes, and what to undo when jumping past it. */
interface Scope {
  readonly label: Label;
  readonly undo?: () => void;
}

/** One WebAssembly function under construction. */
export class Frame {
  readonly unit: Unit;
  readonly code = new Code();
  private readonly locals = new Map<Local, number>();
  /** WebAssembly locals that nothing uses any more; they hold what they held. */
  private readonly free: number[] = [];
  private readonly scopes: Scope[] = [];
  private localCount: number;
  private readonly parameters: number;

  /** `params` are the plan's locals that the WebAssembly parameters hold. */
  constructor(unit: Unit, params: readonly Local[]) {
    this.unit = unit;
    this.parameters = params.length;
    this.localCount = params.length;
    params.forEach((param, index) => {
      this.locals.set(param, index);
    });
  }

  /** How many locals there are beside the parameters. */
  get extraLocals(): number {
    return this.localCount - this.parameters;
  }

  /** The WebAssembly local of a plan's local. */
  local(local: Local): number {
    const known = this.locals.get(local);
    if (known !== undefined) return known;
    const index = this.localCount++;
    this.locals.set(local, index);
    return index;
  }

  /** Gives a plan's local a place for a while; `reset` it if it may be read before it is written. */
  allocate(local: Local, reset: boolean): void {
    const index = this.free.pop();
    this.locals.set(local, index ?? this.localCount++);
    if (index !== undefined && reset) this.code.i32(0).set(index);
  }

  /** Takes the place back. */
  release(local: Local): void {
    this.free.push(this.local(local));
    this.locals.delete(local);
  }

  /** Locals that no plan's local uses while `body` is emitted. Written before they are read. */
  temporaries(count: number, body: (...indexes: readonly number[]) => void): void {
    const indexes = Array.from({ length: count }, () => this.free.pop() ?? this.localCount++);
    body(...indexes);
    this.free.push(...indexes);
  }

  /** A local for the whole function, which starts as 0. */
  temporary(): number {
    return this.localCount++;
  }

  read(local: Local): Code {
    return this.code.get(this.local(local));
  }

  write(local: Local): Code {
    return this.code.set(this.local(local));
  }

  /** Pushes an operand's address. */
  operand(operand: Operand): Code {
    if (operand.kind === 'local') return this.read(operand.value);
    return this.code.i32(this.constant(operand));
  }

  operands(operands: readonly Operand[]): void {
    for (const operand of operands) this.operand(operand);
  }

  constant(operand: Exclude<Operand, { kind: 'local' }>): number {
    const { statics, policy } = this.unit;
    if (operand.kind === 'bool') return LITERAL_SLOT[`${operand.value}`];
    return statics.string(policy.static.strings[operand.value]!);
  }

  call(service: Service): Code {
    return this.code.call(this.unit.services[service]);
  }

  /** Takes what a memo slot holds into a WebAssembly local, and pushes whether it was never set. */
  memoMissing(slot: number, into: number): Code {
    this.code.globalGet(this.unit.globals.memoPage).load(MEMO.slots + MEMO.slotBytes * slot);
    return this.code.tee(into).i32(MEMO.notComputed).op('i32Eq');
  }

  /** Sets a memo slot to what a WebAssembly local holds. */
  memoise(slot: number, from: number): void {
    this.code.globalGet(this.unit.globals.memoPage).get(from);
    this.code.store(MEMO.slots + MEMO.slotBytes * slot);
  }

  /** Ends the evaluation; nothing after it runs. */
  fail(kind: keyof typeof FAILURE, message: string): void {
    this.code.i32(FAILURE[kind]).i32(this.unit.statics.terminated(message));
    this.call('rt_fail').op('unreachable');
  }

  /** Takes one unit of fuel, or ends the evaluation if there is none left. */
  burnFuel(): void {
    if (!this.unit.metered) return;
    const { fuel } = this.unit.globals;
    this.code.globalGet(fuel).i64(1n).op('i64Sub').globalSet(fuel);
    this.code.globalGet(fuel).i64(0n).op('i64LtS').if();
    this.fail('fuel', 'the evaluation ran out of fuel');
    this.code.end();
  }

  /** Emits `body` as a block of the plan, which undefined statements leave. */
  scope(body: () => void, undo?: () => void): void {
    const label = this.code.block();
    this.scopes.push(undo === undefined ? { label } : { label, undo });
    body();
    this.scopes.pop();
    this.code.end();
  }

  /** Leaves the innermost block if the popped word is 0. */
  leaveIfZero(): void {
    this.code.op('i32Eqz').brIf(this.innermost());
  }

  /** Leaves the innermost block if the popped word is not 0. */
  leaveIfNotZero(): void {
    this.code.brIf(this.innermost());
  }

  /** Leaves `index` + 1 blocks; the ones left by jumping past their end are undone first. */
  leave(index: number): void {
    const target = this.scopes.length - 1 - index;
    for (let at = this.scopes.length - 1; at > target; at--) this.scopes[at]!.undo?.();
    this.code.br(this.scopes[target]!.label);
  }

  /** As `leave`, but at most all blocks there are. */
  leaveAtMost(index: number): void {
    this.leave(Math.min(index, this.scopes.length - 1));
  }

  leaveAll(): void {
    this.leave(this.scopes.length - 1);
  }

  /** Undoes what all open blocks set up, before a return. */
  undoAll(): void {
    for (const { undo } of this.scopes.toReversed()) undo?.();
  }

  private innermost(): Label {
    return this.scopes.at(-1)!.label;
  }
}
