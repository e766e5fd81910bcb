/*
 * The types of Rego values, as builtins declare their operands and results. Small on purpose: what
 * OPA's declarations need and the type checker reasons with, no more.
 */

export type Type =
  | { readonly kind: 'any' | 'null' | 'boolean' | 'number' | 'string' }
  /** Any length, one type of item. */
  | { readonly kind: 'array'; readonly of: Type }
  /** Exactly these items. */
  | { readonly kind: 'tuple'; readonly items: readonly Type[] }
  | { readonly kind: 'set'; readonly of: Type }
  /** The fields that are named must be there; further entries are of the types `key` and `value`. */
  | {
      readonly kind: 'object';
      readonly fields: Readonly<Record<string, Type>>;
      readonly key: Type;
      readonly value: Type;
    }
  | { readonly kind: 'union'; readonly of: readonly Type[] };

export const ANY: Type = { kind: 'any' };
export const NULL: Type = { kind: 'null' };
export const BOOLEAN: Type = { kind: 'boolean' };
export const NUMBER: Type = { kind: 'number' };
export const STRING: Type = { kind: 'string' };
/** The type of no value. */
export const NEVER: Type = { kind: 'union', of: [] };

export function arrayOf(of: Type): Type {
  return { kind: 'array', of };
}

export function setOf(of: Type): Type {
  return { kind: 'set', of };
}

export function tuple(...items: readonly Type[]): Type {
  return { kind: 'tuple', items };
}

/** An object of the given key and value types, with the fields it must have. */
export function objectOf(
  key: Type,
  value: Type,
  fields: Readonly<Record<string, Type>> = {},
): Type {
  return { kind: 'object', fields, key, value };
}

/** An object of exactly these fields. */
export function closedObject(fields: Readonly<Record<string, Type>>): Type {
  return objectOf(NEVER, NEVER, fields);
}

export function isNever(type: Type): boolean {
  return type.kind === 'union' && type.of.length === 0;
}

export function oneOf(...of: readonly Type[]): Type {
  return { kind: 'union', of };
}

/** A type as a person reads it: `array[string]`, `object{path: any, any: any}`, `null | string`. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case 'array':
    case 'set':
      return `${type.kind}[${typeText(type.of)}]`;
    case 'tuple':
      return `[${type.items.map(typeText).join(', ')}]`;
    case 'object': {
      const fields = Object.entries(type.fields).map(([name, of]) => `${name}: ${typeText(of)}`);
      const rest = isNever(type.key) ? [] : [`${typeText(type.key)}: ${typeText(type.value)}`];
      return `object{${[...fields, ...rest].join(', ')}}`;
    }
    case 'union':
      return isNever(type) ? 'nothing' : type.of.map(typeText).join(' | ');
    default:
      return type.kind;
  }
}
