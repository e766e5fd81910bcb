/*
 * What a plan can see of its input, and the text that two inputs share when it can't tell them apart:
 * the key under which a decision may be cached.
 *
 * INVARIANT: two inputs with equal projections give equal results, provided the plan is deterministic.
 */
import { numberText } from '../value/decimal.ts';
import {
  isArray,
  isNumber,
  type MaybeValue,
  RegoObject,
  RegoSet,
  typeName,
  Undefined,
  type Value,
} from '../value/value.ts';
import { dot, elements } from './operations.ts';

/** Every element of a collection, whatever its key. */
export const EVERY = null;

/** A way into the input: keys, or EVERY where the key is known only at run time. */
export type ReadPath = readonly (string | typeof EVERY)[];

/**
 * Paths as a tree. Of a node that is not `whole`, what is read is whether it is there, and its parts
 * below; a leaf may be of either kind.
 */
export interface ReadTree {
  readonly whole: boolean;
  readonly keys: ReadonlyMap<string, ReadTree>;
  readonly every?: ReadTree;
}

export interface ReadSet {
  /** The leaves of the tree, sorted. */
  readonly paths: readonly ReadPath[];
  readonly tree: ReadTree;
  /** Whether equal inputs (and data) always give equal results. */
  readonly deterministic: boolean;
}

/** Whether whatever a path reads is read by another, shorter or more general one, as well. */
function covers(general: ReadPath, path: ReadPath): boolean {
  if (general.length > path.length) return false;
  return general.every((step, index) => step === EVERY || step === path[index]);
}

/** The tree of the paths that are read whole and those of which only the presence is. */
function treeOf(whole: readonly ReadPath[], present: readonly ReadPath[]): ReadTree {
  if (whole.some(path => path.length === 0)) return { whole: true, keys: new Map() };
  const keys = new Map<string, ReadTree>();
  const heads = new Set([...whole, ...present].flatMap(path => path.slice(0, 1)));
  const under = (head: ReadPath[number]) => treeOf(below(whole, head), below(present, head));
  for (const head of [...heads].sort()) if (head !== EVERY) keys.set(head, under(head));
  return { whole: false, keys, ...(heads.has(EVERY) && { every: under(EVERY) }) };
}

function below(paths: readonly ReadPath[], head: ReadPath[number]): ReadPath[] {
  return paths.filter(path => path.length > 0 && path[0] === head).map(path => path.slice(1));
}

function leavesOf({ keys, every }: ReadTree): ReadPath[] {
  const leaves = [...keys].flatMap(([key, tree]) => leavesOf(tree).map(path => [key, ...path]));
  const general = every === undefined ? [] : leavesOf(every).map(path => [EVERY, ...path]);
  const all: ReadPath[] = [...general, ...leaves];
  return all.length === 0 ? [[]] : all;
}

/** The read set of paths that are read whole, and of others whose presence alone is. */
export function readSetOf(
  whole: readonly ReadPath[],
  present: readonly ReadPath[],
  deterministic: boolean,
): ReadSet {
  const distinct = [...new Map(whole.map(path => [JSON.stringify(path), path])).values()];
  const isCovered = (path: ReadPath) =>
    distinct.some(other => other !== path && covers(other, path));
  const tree = treeOf(
    distinct.filter(path => !isCovered(path)),
    present.filter(path => !isCovered(path)),
  );
  const isEmpty = whole.length === 0 && present.length === 0;
  return { paths: isEmpty ? [] : leavesOf(tree), tree, deterministic };
}

/** The part of an input that a plan can see, as a text. */
export function project(input: MaybeValue, { tree }: ReadSet): string {
  return projectValue(input, tree);
}

/** No value's text is this. */
const ABSENT = 'u';

/** Equal values whose digits differ have different texts: a policy can print a number. */
function exactText(value: Value): string {
  if (isNumber(value)) return numberText(value);
  if (isArray(value)) return `[${value.map(exactText).join()}]`;
  if (value instanceof RegoSet) return `<${value.members().map(exactText).join()}>`;
  if (!(value instanceof RegoObject)) return JSON.stringify(value);
  const entries = value.entries().map(entry => `${exactText(entry.key)}:${exactText(entry.value)}`);
  return `{${entries.join()}}`;
}

function projectValue(value: MaybeValue, tree: ReadTree): string {
  if (value === Undefined) return ABSENT;
  if (tree.whole) return exactText(value);
  const parts: string[] = [];
  for (const [key, subtree] of tree.keys) parts.push(projectValue(dot(value, key), subtree));
  if (tree.every !== undefined) {
    parts.push(typeName(value));
    for (const element of elements(value)) {
      parts.push(exactText(element.key), projectValue(element.value, tree.every));
    }
  }
  return `(${parts.join()})`;
}

/** A path for people: `input.params.arguments[*].path`. */
export function printReadPath(path: ReadPath): string {
  return path.reduce<string>((text, step) => {
    if (step === EVERY) return `${text}[*]`;
    return /^[A-Za-z_]\w*$/.test(step) ? `${text}.${step}` : `${text}[${JSON.stringify(step)}]`;
  }, 'input');
}
