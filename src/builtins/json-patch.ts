/*
 * JSON Patch (RFC 6902) on Rego values: arrays, objects, and sets, whose members are their own keys.
 * A patch that does not apply fails.
 */
import {
  equal,
  isArray,
  type MaybeValue,
  RegoObject,
  RegoSet,
  Undefined,
  type Value,
} from '../value/value.ts';
import { type Builtin, define, failure } from './builtin.ts';
import { type Path, parsePath } from './json-paths.ts';
import { arrayAt } from './operand.ts';

/** An index written as text or number; `-` is the place after the last element. */
function indexIn(array: readonly Value[], key: Value): number {
  if (key === '-') return array.length;
  if (typeof key === 'string' && !/^(?:0|[1-9]\d{0,14})$/.test(key)) {
    throw failure('not an array index');
  }
  const index = typeof key === 'string' ? Number(key) : key;
  if (typeof index !== 'number' || index < 0) throw failure('not an array index');
  return index;
}

function childOf(parent: Value, key: Value): Value {
  const child = findChild(parent, key);
  if (child === Undefined) throw failure('path does not exist');
  return child;
}

function findChild(parent: Value, key: Value): MaybeValue {
  if (parent instanceof RegoObject) return parent.get(key);
  if (parent instanceof RegoSet) return parent.has(key) ? key : Undefined;
  if (!isArray(parent)) return Undefined;
  const index = indexIn(parent, key);
  return index < parent.length ? parent[index]! : Undefined;
}

function at(root: Value, path: Path): Value {
  return path.reduce(childOf, root);
}

function withoutMember(set: RegoSet, member: Value): readonly Value[] {
  return set.members().filter(item => !equal(item, member));
}

function withoutKey(object: RegoObject, key: Value): RegoObject {
  const kept = object.entries().filter(entry => !equal(entry.key, key));
  return RegoObject.of(kept.map(entry => [entry.key, entry.value]));
}

function remove(parent: Value, key: Value): Value {
  childOf(parent, key);
  if (parent instanceof RegoObject) return withoutKey(parent, key);
  if (parent instanceof RegoSet) return RegoSet.of(withoutMember(parent, key));
  return (parent as readonly Value[]).toSpliced(indexIn(parent as readonly Value[], key), 1);
}

function insert(parent: Value, key: Value, value: Value): Value {
  if (parent instanceof RegoObject) return parent.with(key, value);
  if (parent instanceof RegoSet) {
    if (!equal(key, value)) throw failure('a set member is its own key');
    return RegoSet.of([...parent.members(), value]);
  }
  if (!isArray(parent)) throw failure('not a collection');
  const index = indexIn(parent, key);
  if (index > parent.length) throw failure('index out of bounds');
  return parent.toSpliced(index, 0, value);
}

/** A copy of `parent` in which one child is another. */
function replaceChild(parent: Value, key: Value, child: Value): Value {
  if (parent instanceof RegoObject) return parent.with(key, child);
  if (parent instanceof RegoSet) return RegoSet.of([...withoutMember(parent, key), child]);
  return (parent as readonly Value[]).with(indexIn(parent as readonly Value[], key), child);
}

/** Changes the collection that the path's last step is taken in. */
function change(root: Value, path: Path, step: (parent: Value, key: Value) => Value): Value {
  const [key, ...rest] = path;
  if (rest.length === 0) return step(root, key!);
  return replaceChild(root, key!, change(childOf(root, key!), rest, step));
}

/** The empty path is the whole document. */
function add(root: Value, path: Path, value: Value): Value {
  if (path.length === 0) return value;
  return change(root, path, (parent, key) => insert(parent, key, value));
}

function removeAt(root: Value, path: Path): Value {
  if (path.length === 0) throw failure('the whole document cannot be removed');
  return change(root, path, remove);
}

function replaceAt(root: Value, path: Path, value: Value): Value {
  return path.length === 0 ? value : add(removeAt(root, path), path, value);
}

function move(root: Value, from: Path, path: Path): Value {
  const value = at(root, from);
  return from.length === 0 ? add(root, path, value) : add(removeAt(root, from), path, value);
}

function attribute(operation: RegoObject, name: string): Value {
  const value = operation.get(name);
  if (value === Undefined) throw failure(`missing \`${name}\``);
  return value;
}

function apply(root: Value, operation: Value): Value {
  if (!(operation instanceof RegoObject)) throw failure('not a patch object');
  const path = () => parsePath(attribute(operation, 'path'));
  const from = () => parsePath(attribute(operation, 'from'));
  switch (attribute(operation, 'op')) {
    case 'add':
      return add(root, path(), attribute(operation, 'value'));
    case 'remove':
      return removeAt(root, path());
    case 'replace':
      return replaceAt(root, path(), attribute(operation, 'value'));
    case 'move':
      return move(root, from(), path());
    case 'copy':
      return add(root, path(), at(root, from()));
    case 'test':
      if (equal(at(root, path()), attribute(operation, 'value'))) return root;
      throw failure('test failed');
    default:
      throw failure('unknown operation');
  }
}

function patch(args: readonly Value[]): MaybeValue {
  return arrayAt(args, 2).reduce(apply, args[0]!);
}

export const jsonPatch: readonly Builtin[] = [define('json.patch', patch)];
