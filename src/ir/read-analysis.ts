/*
 * Finds a plan's read set by following where the input goes.
 *
 * Each local is given the set of input paths whose value it may hold. Looking into such a local with
 * a constant key gives a longer path, with another key or a scan a path with EVERY; anything else
 * done to it (a comparison, an operand of a builtin, a place in a collection) reads the path whole. A
 * function is analysed once for each combination of paths it is called with. Within a function the
 * analysis knows no order: a local holds what any statement gives it.
 *
 * Every approximation is towards reading more. `with input as v` leaves the input what it was and
 * reads `v` whole. A second AssignVarOnce to one target compares, so it reads whole. Lookups count
 * even if their value is not used, because they may be undefined. A recursive or immense plan reads
 * everything.
 */
import { builtinDeclarations } from './declarations.ts';
import {
  type Block,
  type Func,
  INPUT,
  type Local,
  type Operand,
  type Plan,
  type Policy,
  type Stmt,
  type StmtOf,
} from './plan.ts';
import { EVERY, type ReadPath, type ReadSet, readSetOf } from './read-set.ts';
import { readsOf, statementsOf } from './statements.ts';

/** The input paths a local may hold, by their text. */
type Paths = ReadonlyMap<string, ReadPath>;

const NONE: Paths = new Map();
const ROOT: Paths = pathsOf([[]]);

const MAX_PATH_LENGTH = 16;
/** Of one local; more are read whole instead of followed. */
const MAX_PATHS = 32;
const MAX_CONTEXTS = 10_000;

function pathsOf(paths: readonly ReadPath[]): Paths {
  return new Map(paths.map(path => [JSON.stringify(path), path]));
}

/** What one plan of a policy reads of its input; what all of them do if none is named. */
export function readSetOfPlan(policy: Policy, name?: string): ReadSet {
  const plans = policy.plans.filter(plan => name === undefined || plan.name === name);
  return new Analysis(policy).plans(plans);
}

class Analysis {
  private readonly policy: Policy;
  private readonly functions: ReadonlyMap<string, Func>;
  private readonly whole = new Map<string, ReadPath>();
  private readonly present = new Map<string, ReadPath>();
  private readonly returns = new Map<string, Paths | 'open'>();
  private deterministic = true;

  constructor(policy: Policy) {
    this.policy = policy;
    this.functions = new Map(policy.funcs.map(func => [func.name, func]));
  }

  plans(plans: readonly Plan[]): ReadSet {
    for (const { blocks } of plans) new Body(this, blocks, new Map([[INPUT, ROOT]])).analyse();
    return readSetOf([...this.whole.values()], [...this.present.values()], this.deterministic);
  }

  readWhole(paths: Paths): void {
    for (const [text, path] of paths) this.whole.set(text, path);
  }

  /** The paths one step further in, whose presence is read. */
  extend(paths: Paths, step: string | typeof EVERY): Paths {
    const longer = pathsOf([...paths.values()].map(path => [...path, step]));
    for (const [text, path] of longer) this.present.set(text, path);
    const all = [...longer.values()];
    this.readWhole(pathsOf(all.filter(path => path.length >= MAX_PATH_LENGTH)));
    return pathsOf(all.filter(path => path.length < MAX_PATH_LENGTH));
  }

  string(index: number): string | undefined {
    return this.policy.static.strings[index];
  }

  /** What a call may return of the input. */
  call(name: string, args: readonly Paths[]): Paths {
    const func = this.functions.get(name);
    if (func !== undefined) return this.callFunction(func, args);
    const declared = builtinDeclarations.get(name);
    if (declared === undefined || declared.nondeterministic) this.deterministic = false;
    for (const paths of args) this.readWhole(paths);
    return NONE;
  }

  callDynamic(path: readonly Operand[], args: readonly Paths[]): Paths {
    const targets = this.policy.funcs.filter(func => this.mayName(path, func.path));
    return union(targets.map(func => this.callFunction(func, args)));
  }

  private mayName(operands: readonly Operand[], path: readonly string[] | undefined): boolean {
    if (path?.length !== operands.length) return false;
    return operands.every(
      ({ kind, value }, index) => kind !== 'string_index' || this.string(value) === path[index],
    );
  }

  private callFunction(func: Func, args: readonly Paths[]): Paths {
    const context = JSON.stringify([func.name, args.map(paths => [...paths.keys()].sort())]);
    const known = this.returns.get(context);
    if (known === 'open' || this.returns.size > MAX_CONTEXTS) return this.giveUp();
    if (known !== undefined) return known;
    this.returns.set(context, 'open');
    const locals = new Map(func.params.map((param, index) => [param, args[index] ?? NONE]));
    const returned = new Body(this, func.blocks, locals).analyse();
    this.returns.set(context, returned);
    return returned;
  }

  private giveUp(): Paths {
    this.readWhole(ROOT);
    return NONE;
  }
}

function union(all: readonly Paths[]): Paths {
  return new Map(all.flatMap(paths => [...paths]));
}

/** One function's or plan's statements, for one combination of arguments. */
class Body {
  private readonly analysis: Analysis;
  private readonly stmts: readonly Stmt[];
  private readonly locals: Map<Local, Paths>;
  private readonly comparing: ReadonlySet<Stmt>;
  private readonly unfollowed = new Set<Local>();
  private returned: Paths = NONE;
  private changed = true;

  constructor(analysis: Analysis, blocks: readonly Block[], locals: Map<Local, Paths>) {
    this.analysis = analysis;
    this.stmts = statementsOf(blocks).map(({ stmt }) => stmt);
    this.locals = locals;
    this.comparing = comparingAssignments(this.stmts);
  }

  /** Goes over the statements until nothing changes; the paths of the returned value. */
  analyse(): Paths {
    while (this.changed) {
      this.changed = false;
      for (const stmt of this.stmts) this.transfer(stmt);
    }
    return this.returned;
  }

  private transfer(stmt: Stmt): void {
    switch (stmt.kind) {
      case 'AssignVarStmt':
        return this.give(stmt.target, this.read(stmt.source));
      case 'AssignVarOnceStmt':
        return this.assignOnce(stmt);
      case 'DotStmt':
        return this.dot(stmt);
      case 'ScanStmt':
        return this.give(stmt.value, this.analysis.extend(this.get(stmt.source), EVERY));
      case 'WithStmt':
        return this.replace(stmt);
      case 'CallStmt':
        return this.give(
          stmt.result,
          this.analysis.call(
            stmt.func,
            stmt.args.map(arg => this.read(arg)),
          ),
        );
      case 'CallDynamicStmt':
        return this.callDynamic(stmt);
      case 'ReturnLocalStmt':
        this.returned = union([this.returned, this.get(stmt.source)]);
        return;
      default:
        for (const local of readsOf(stmt)) this.analysis.readWhole(this.get(local));
    }
  }

  private assignOnce(stmt: StmtOf<'AssignVarOnceStmt'>): void {
    const paths = this.read(stmt.source);
    if (this.comparing.has(stmt)) this.analysis.readWhole(paths);
    this.give(stmt.target, paths);
  }

  private dot({ source, key, target }: StmtOf<'DotStmt'>): void {
    this.analysis.readWhole(this.read(key));
    const name = key.kind === 'string_index' ? this.analysis.string(key.value) : undefined;
    this.give(target, this.analysis.extend(this.read(source), name ?? EVERY));
  }

  /** A document put back where it was is nothing new: plans end a With early in this way. */
  private replace({ local, path, value }: StmtOf<'WithStmt'>): void {
    const known = path.length === 0 ? this.get(local) : NONE;
    const fresh = [...this.read(value)].filter(([text]) => !known.has(text));
    this.analysis.readWhole(new Map(fresh));
  }

  private callDynamic({ path, args, result }: StmtOf<'CallDynamicStmt'>): void {
    for (const operand of path) this.analysis.readWhole(this.read(operand));
    const paths = args.map(arg => this.get(arg));
    this.give(result, this.analysis.callDynamic(path, paths));
  }

  private get(local: Local): Paths {
    return this.locals.get(local) ?? NONE;
  }

  private read(operand: Operand): Paths {
    return operand.kind === 'local' ? this.get(operand.value) : NONE;
  }

  private give(local: Local, paths: Paths): void {
    const before = this.get(local);
    if ([...paths.keys()].every(text => before.has(text))) return;
    const joined = union([before, paths]);
    if (this.unfollowed.has(local) || joined.size > MAX_PATHS)
      return this.stopFollowing(local, joined);
    this.locals.set(local, joined);
    this.changed = true;
  }

  private stopFollowing(local: Local, paths: Paths): void {
    this.analysis.readWhole(paths);
    this.locals.set(local, NONE);
    this.unfollowed.add(local);
  }
}

/** The AssignVarOnce statements that may find a value to compare with. */
function comparingAssignments(stmts: readonly Stmt[]): ReadonlySet<Stmt> {
  const once = stmts.filter(stmt => stmt.kind === 'AssignVarOnceStmt');
  const repeated = once.filter(stmt =>
    once.some(other => other !== stmt && other.target === stmt.target),
  );
  const looped = stmts.flatMap(stmt =>
    stmt.kind === 'ScanStmt' ? statementsOf([stmt.block]).map(inner => inner.stmt) : [],
  );
  return new Set([...repeated, ...looped]);
}
