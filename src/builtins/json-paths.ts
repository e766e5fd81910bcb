/*
 * Filtering by paths, for json.filter, json.remove and object.filter. A list of paths is a tree:
 * objects for the steps, `null` where a path ends. A shorter path wins over a longer one through it.
 * Array elements are addressed by their index as text, or by number where a path is an array.
 */
import {
  isArray,
  type MaybeValue,
  RegoObject,
  RegoSet,
  typeName,
  Undefined,
  type Value,
} from '../value/value.ts';
import { type Builtin, define } from './builtin.ts';
import { membersAt, objectAt, operandError } from './operand.ts';

export type Path = readonly Value[];

/** `a/b~1c` (leading slashes allowed) or an array of keys. */
export function parsePath(path: Value): Path {
  if (isArray(path)) return path;
  if (typeof path === 'string') return path === '' ? [] : segmentsOf(path);
  const wanted = 'must be one of {set, array} containing string paths or array of path segments';
  throw operandError(2, `${wanted} but got ${typeName(path)}`);
}

/** A step of a JSON pointer (RFC 6901) as it is meant. */
export function unescapeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function segmentsOf(path: string): Path {
  return path.replace(/^\/+/, '').split('/').map(unescapeStep);
}

function withPath(tree: RegoObject, path: Path, depth = 0): RegoObject {
  const key = path[depth];
  if (key === undefined) return tree;
  if (depth === path.length - 1) return tree.with(key, null);
  const child = tree.get(key);
  if (child === null) return tree;
  const inner = child instanceof RegoObject ? child : RegoObject.empty;
  return tree.with(key, withPath(inner, path, depth + 1));
}

function pathTree(args: readonly Value[]): RegoObject {
  const paths = membersAt(args, 2, 'set', 'array').map(parsePath);
  return paths.reduce((tree, path) => withPath(tree, path), RegoObject.empty);
}

/** The tree under an array index: its text first, then the number. */
function underIndex(tree: RegoObject, index: number): MaybeValue {
  const byText = tree.get(String(index));
  return byText === Undefined ? tree.get(index) : byText;
}

/** The parts of a value that the tree's paths lead to. */
function filterValue(value: Value, tree: Value): MaybeValue {
  if (tree === null) return value;
  if (!(tree instanceof RegoObject)) return Undefined;
  if (value instanceof RegoObject) return filterObject(value, tree);
  if (value instanceof RegoSet) return RegoSet.of(filterItems(value.members(), m => tree.get(m)));
  if (isArray(value)) return filterItems(value, (_, index) => underIndex(tree, index));
  return value;
}

function filterItems(
  items: readonly Value[],
  subtree: (item: Value, index: number) => MaybeValue,
): Value[] {
  return items.flatMap((item, index) => {
    const tree = subtree(item, index);
    const kept = tree === Undefined ? Undefined : filterValue(item, tree);
    return kept === Undefined ? [] : [kept];
  });
}

export function filterObject(object: RegoObject, tree: RegoObject): RegoObject {
  return RegoObject.of(
    object.entries().flatMap(({ key, value }): [Value, Value][] => {
      const subtree = tree.get(key);
      const kept = subtree === Undefined ? Undefined : filterValue(value, subtree);
      return kept === Undefined ? [] : [[key, kept]];
    }),
  );
}

/** A value without what the tree's paths lead to; undefined when it is itself the end of one. */
function removeFrom(value: Value, tree: MaybeValue): MaybeValue {
  if (tree === null) return Undefined;
  if (!(tree instanceof RegoObject)) return value;
  if (value instanceof RegoObject) {
    return RegoObject.of(
      value.entries().flatMap(({ key, value: item }): [Value, Value][] => {
        const kept = removeFrom(item, tree.get(key));
        return kept === Undefined ? [] : [[key, kept]];
      }),
    );
  }
  if (value instanceof RegoSet) {
    return RegoSet.of(removeItems(value.members(), member => tree.get(member)));
  }
  if (isArray(value)) return removeItems(value, (_, index) => tree.get(String(index)));
  return value;
}

function removeItems(
  items: readonly Value[],
  subtree: (item: Value, index: number) => MaybeValue,
): Value[] {
  return items.flatMap((item, index) => {
    const kept = removeFrom(item, subtree(item, index));
    return kept === Undefined ? [] : [kept];
  });
}

export const jsonPaths: readonly Builtin[] = [
  define('json.filter', args => filterObject(objectAt(args, 1), pathTree(args))),
  define('json.remove', args => removeFrom(objectAt(args, 1), pathTree(args))),
];
