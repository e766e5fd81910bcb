/*
 * Rule indexing: blocks in a row that each want another string at the same place become one switch.
 *
 * Two thousand rules that begin with `input.tool.name == "…"` are two thousand look-ups and comparisons, of which
 * all but a few fail. A switch looks the value up once and goes to the blocks that want it. Blocks of one string stay
 * in their order; of two strings at most one has its turn, so their order means nothing.
 */
import type { Block, Func, Local, Stmt, StmtKind, StmtOf } from '../plan.ts';
import { statementsOf, writesOf } from '../statements.ts';
import { type Guard, guardsOf, placeKey } from './guards.ts';

/** Fewer blocks are as quick one by one. */
const FEWEST_BLOCKS = 4;

/** A block that has been looked at. */
interface Candidate {
  readonly block: Block;
  /** By place; none if the block can't be moved. */
  readonly guards: ReadonlyMap<string, Guard>;
}

const NO_GUARDS: ReadonlyMap<string, Guard> = new Map();

/** Statements that may leave blocks around the one they stand in. */
const LEAVING: ReadonlySet<StmtKind> = new Set<StmtKind>([
  'BreakStmt',
  'CallDynamicStmt',
  'ReturnLocalStmt',
]);

function isMovable(block: Block): boolean {
  for (const { stmt } of statementsOf([block])) if (LEAVING.has(stmt.kind)) return false;
  return true;
}

function candidate(block: Block, params: readonly Local[]): Candidate {
  const guards = guardsOf(block, params);
  if (guards.length === 0 || !isMovable(block)) return { block, guards: NO_GUARDS };
  // The first of two at one place: if they differ the block is undefined anyway.
  const byPlace = guards.toReversed().map(guard => [placeKey(guard), guard] as const);
  return { block, guards: new Map(byPlace) };
}

/** Blocks in a row with a guard at one place. */
interface Run {
  readonly place: string;
  readonly length: number;
  /** How many different strings they want. */
  readonly keys: number;
}

function runAt(candidates: readonly Candidate[], start: number, place: string): Run {
  const keys = new Set<number>();
  let end = start;
  for (; end < candidates.length; end++) {
    const guard = candidates[end]!.guards.get(place);
    if (guard === undefined) break;
    keys.add(guard.key);
  }
  return { place, length: end - start, keys: keys.size };
}

/** Of the runs that begin at a block the one that tells most blocks apart, if it is worth a switch. */
function bestRun(candidates: readonly Candidate[], start: number): Run | undefined {
  return [...candidates[start]!.guards.keys()]
    .map(place => runAt(candidates, start, place))
    .filter(({ length }) => length >= FEWEST_BLOCKS)
    .sort((a, b) => b.keys - a.keys)[0];
}

function groupByKey(run: readonly Candidate[], place: string): ReadonlyMap<number, Candidate[]> {
  const groups = new Map<number, Candidate[]>();
  for (const each of run) {
    const { key } = each.guards.get(place)!;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return groups;
}

function withoutTest({ block, guards }: Candidate, place: string): Block {
  const { test } = guards.get(place)!;
  return { stmts: block.stmts.filter(stmt => stmt !== test) };
}

/** Makes the switches of one function. */
class Switches {
  private readonly params: readonly Local[];
  private nextLocal: Local;

  constructor({ params, blocks }: Func) {
    this.params = params;
    this.nextLocal = firstFree(params, blocks);
  }

  blocks(blocks: readonly Block[]): readonly Block[] {
    if (blocks.length < FEWEST_BLOCKS) return blocks;
    const candidates = blocks.map(block => candidate(block, this.params));
    const made: Block[] = [];
    for (let at = 0; at < candidates.length; ) {
      const run = bestRun(candidates, at);
      if (run === undefined) made.push(candidates[at]!.block);
      else made.push(this.switchOver(candidates.slice(at, at + run.length), run.place));
      at += run?.length ?? 1;
    }
    return made;
  }

  private switchOver(run: readonly Candidate[], place: string): Block {
    const guard = run[0]!.guards.get(place)!;
    const byKey = groupByKey(run, place);
    const { location } = guard.test;
    const { stmts, source } = this.look(guard);
    const cases: StmtOf<'SwitchStmt'> = {
      kind: 'SwitchStmt',
      source,
      keys: [...byKey.keys()],
      blocks: [...byKey.values()].map(same => this.together(same, place)),
      location,
    };
    return { stmts: [...stmts, cases] };
  }

  /** Finds the value at a guard's place. */
  private look({ root, path, test }: Guard): {
    readonly stmts: readonly Stmt[];
    readonly source: Local;
  } {
    let source = root;
    const stmts = path.map((key): Stmt => {
      const target = this.nextLocal++;
      const dot: Stmt = {
        kind: 'DotStmt',
        source: { kind: 'local', value: source },
        key: { kind: 'string_index', value: key },
        target,
        location: test.location,
      };
      source = target;
      return dot;
    });
    return { stmts, source };
  }

  /** What is left of the blocks of one string. */
  private together(same: readonly Candidate[], place: string): Block {
    const rest = this.blocks(same.map(each => withoutTest(each, place)));
    const [only] = rest;
    if (rest.length === 1) return only!;
    const { location } = same[0]!.guards.get(place)!.test;
    return { stmts: [{ kind: 'BlockStmt', blocks: rest, location }] };
  }
}

function firstFree(params: readonly Local[], blocks: readonly Block[]): Local {
  let last = Math.max(...params);
  for (const { stmt } of statementsOf(blocks)) last = Math.max(last, ...writesOf(stmt));
  return last + 1;
}

/** A function with switches in place of rows of guarded blocks. */
export function withSwitches(func: Func): Func {
  const blocks = new Switches(func).blocks(func.blocks);
  return { ...func, blocks };
}
