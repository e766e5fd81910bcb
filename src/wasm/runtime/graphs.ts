/** The builtins that follow values into one another. */
import { allocateElements, newArray, rt_array_append, rt_array_new } from './array';
import { bodyOf, countOf, entriesOf, getEntry, hasMember, SET_SHIFT } from './collection';
import { appendEntry, rt_set_new } from './insertion';
import { failOperand } from './failure';
import { charge } from './fuel';
import { isList, listMembers, memberAt } from './members';
import { rt_scan_key, rt_scan_size, rt_scan_value } from './order';
import { addressOf, copySlot, lengthOf, tagOf, Value } from './slot';
import { OBJECT } from './tag';

/** Every value inside a value as `[path, value]`, the outermost first. */
export function bi_walk(value: Value): Value {
  const found = rt_array_new(8);
  visit(found, newArray(0, 0), value);
  return found;
}

function visit(found: Value, path: Value, value: Value): void {
  charge(1 + (lengthOf(path) >> 3));
  const pair = allocateElements(2);
  copySlot(pair, path);
  copySlot(pair + 16, value);
  rt_array_append(found, newArray(pair, 2));
  const size = rt_scan_size(value);
  for (let i: u32 = 0; i < size; i++) {
    visit(found, longer(path, rt_scan_key(value, i)), rt_scan_value(value, i));
  }
}

function longer(path: Value, key: Value): Value {
  const length = lengthOf(path);
  const elements = allocateElements(length + 1);
  memory.copy(elements, addressOf(path), <usize>length << 4);
  copySlot(elements + (<usize>length << 4), key);
  return newArray(elements, length + 1);
}

/** The keys of the graph that can be reached, those begun with included. */
export function bi_graph_reachable(graph: Value, initial: Value): Value {
  if (tagOf(graph) != OBJECT) return failOperand('graph.reachable', 1, 'object', graph);
  if (!isList(initial)) return failOperand('graph.reachable', 2, '{array, set}', initial);
  const reached = rt_set_new();
  addVertices(reached, graph, initial);
  for (let i: u32 = 0; i < countOf(bodyOf(reached)); i++) {
    const vertex = entriesOf(bodyOf(reached)) + (<usize>i << SET_SHIFT);
    addVertices(reached, graph, getEntry(graph, vertex));
  }
  return reached;
}

/** Adds those of an array's or set's members that are keys of the graph. */
function addVertices(reached: Value, graph: Value, vertices: Value): void {
  if (!isList(vertices)) return;
  const list = listMembers(vertices);
  for (let i: u32 = 0; i < rt_scan_size(vertices); i++) {
    const vertex = memberAt(list, i);
    charge(1);
    if (getEntry(graph, vertex) == 0 || hasMember(reached, vertex)) continue;
    appendEntry(bodyOf(reached), vertex, SET_SHIFT);
  }
}
