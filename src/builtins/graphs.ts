import { identity, isArray, RegoObject, RegoSet, Undefined, type Value } from '../value/value.ts';
import { type Builtin, define } from './builtin.ts';
import { objectAt, wrongType } from './operand.ts';

/** The vertices in a value: an array's or set's elements, none of anything else. */
function vertices(value: Value): readonly Value[] {
  if (isArray(value)) return value;
  return value instanceof RegoSet ? value.members() : [];
}

function initialAt(args: readonly Value[]): readonly Value[] {
  const initial = args[1]!;
  if (!isArray(initial) && !(initial instanceof RegoSet)) {
    throw wrongType(2, initial, '{array, set}');
  }
  return vertices(initial);
}

/** Only vertices that are keys of the graph count as reached. */
function reachable(args: readonly Value[]): Value {
  const graph = objectAt(args, 1);
  const queue = [...initialAt(args)];
  const seen = new Set<string>();
  const reached: Value[] = [];
  for (const vertex of queue) {
    const key = identity(vertex);
    const edges = seen.has(key) ? Undefined : graph.get(vertex);
    if (edges === Undefined) continue;
    seen.add(key);
    reached.push(vertex);
    queue.push(...vertices(edges));
  }
  return RegoSet.of(reached);
}

/** Every path from a vertex, up to a leaf, a vertex outside the graph, or just before a cycle. */
function pathsFrom(
  graph: RegoObject,
  vertex: Value,
  path: readonly Value[],
  visited: RegoSet,
): Value[] {
  const edges = graph.get(vertex);
  if (edges === Undefined) return [path];
  const longer = [...path, vertex];
  const neighbours = vertices(edges);
  if (neighbours.length === 0) return [longer];
  const reached = RegoSet.of([...visited.members(), vertex]);
  return neighbours.flatMap(neighbour => {
    return reached.has(neighbour) ? [longer] : pathsFrom(graph, neighbour, longer, reached);
  });
}

function reachablePaths(args: readonly Value[]): Value {
  const graph = objectAt(args, 1);
  const paths = initialAt(args).flatMap(vertex => {
    return graph.has(vertex) ? pathsFrom(graph, vertex, [], RegoSet.empty) : [];
  });
  return RegoSet.of(paths);
}

/** Each value inside a value with the path to it, the outermost first; a set's member is its own key. */
function walk(value: Value, path: readonly Value[] = []): Value[] {
  const inside = childrenOf(value).flatMap(([key, child]) => walk(child, [...path, key]));
  return [[path, value], ...inside];
}

function childrenOf(value: Value): readonly (readonly [Value, Value])[] {
  if (isArray(value)) return value.map((item, index) => [index, item]);
  if (value instanceof RegoSet) return value.members().map(member => [member, member]);
  if (value instanceof RegoObject) return value.entries().map(entry => [entry.key, entry.value]);
  return [];
}

export const graphs: readonly Builtin[] = [
  define('graph.reachable', reachable),
  define('graph.reachable_paths', reachablePaths),
  define('walk', ([value]) => walk(value!)),
];
