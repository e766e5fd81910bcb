/*
 * Reading the trees of GraphQL documents: an absent or misshapen field reads as empty, because a
 * policy may have built the tree.
 */
import { isArray, RegoObject, type Value } from '../value/value.ts';

/** The nodes in a list. */
export function list(tree: Value, field: string): readonly RegoObject[] {
  return values(tree, field).filter(item => item instanceof RegoObject);
}

/** The elements of a list. */
export function values(tree: Value, field: string): readonly Value[] {
  const value = tree instanceof RegoObject ? tree.get(field) : null;
  return typeof value !== 'symbol' && isArray(value) ? value : [];
}

export function text(tree: Value, field: string): string {
  const value = tree instanceof RegoObject ? tree.get(field) : '';
  return typeof value === 'string' ? value : '';
}

/** An inner node. */
export function child(tree: RegoObject, field: string): RegoObject {
  const value = tree.get(field);
  return value instanceof RegoObject ? value : RegoObject.empty;
}

export function isTrue(tree: RegoObject, field: string): boolean {
  return tree.get(field) === true;
}

export function namesOf(items: readonly RegoObject[]): string[] {
  return items.map(item => text(item, 'Name'));
}

/** Nodes in groups of one name. */
export function byName(items: readonly RegoObject[]): ReadonlyMap<string, readonly RegoObject[]> {
  const groups = new Map<string, RegoObject[]>();
  for (const item of items) {
    const name = text(item, 'Name');
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return groups;
}

/** The name inside all brackets. */
export function baseName(type: RegoObject): string {
  return type.has('Elem') ? baseName(child(type, 'Elem')) : text(type, 'NamedType');
}

/** A type as it is written: `[T!]!`. */
export function typeText(type: RegoObject): string {
  const name = type.has('Elem') ? `[${typeText(child(type, 'Elem'))}]` : text(type, 'NamedType');
  return isTrue(type, 'NonNull') ? `${name}!` : name;
}

/** The node of a name. */
export function named(items: readonly RegoObject[], name: string): RegoObject | undefined {
  return items.find(item => text(item, 'Name') === name);
}

/** The first name that comes twice. */
export function duplicate(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) < index);
}
