/*
 * What is known while a body is checked: the types of its variables, the documents, and the types
 * of comprehensions, which are checked before the expression they stand in.
 *
 * A variable has no type until something says one (`undefined` here, never taken for a mismatch).
 */
import type { BuiltinDeclarations } from '../../ir/declarations.ts';
import {
  ANY,
  arrayOf,
  BOOLEAN,
  closedObject,
  isNever,
  NULL,
  NUMBER,
  objectOf,
  STRING,
  setOf,
  type Type,
  tuple,
} from '../../ir/type.ts';
import type { ObjectTerm, Ref, Term } from '../ast.ts';
import type { Report } from '../report.ts';
import { type DocumentNode, extentOf, follow, isScalar, rootName } from './document-types.ts';
import { bounded, type Constant, join, selected, valuesOf } from './type-algebra.ts';

export interface Checking {
  readonly builtins: BuiltinDeclarations;
  readonly report: Report;
  /** Rules, and schemas that hold everywhere. */
  readonly documents: DocumentNode;
  /** What each comprehension gives. */
  readonly comprehensions: WeakMap<Term, Type>;
}

/** The names of one body; those of the bodies around it are known too. */
export interface Environment {
  readonly on: Checking;
  readonly parent: Environment | undefined;
  readonly variables: Map<string, Type>;
  /** Documents, those that a rule's own annotations describe first. */
  readonly documents: readonly DocumentNode[];
}

export function openEnvironment(
  on: Checking,
  described: readonly DocumentNode[] = [],
): Environment {
  const documents = [...described, on.documents];
  return { on, parent: undefined, variables: new Map(), documents };
}

export function innerEnvironment(parent: Environment): Environment {
  const { on, documents } = parent;
  return { on, parent, variables: new Map(), documents };
}

export function variableType(env: Environment, name: string): Type | undefined {
  for (let at: Environment | undefined = env; at !== undefined; at = at.parent) {
    const type = at.variables.get(name);
    if (type !== undefined) return type;
  }
  return undefined;
}

export function setVariable(env: Environment, name: string, type: Type): void {
  env.variables.set(name, bounded(type));
}

/** The type of a term; undefined while a variable in it has none. */
export function typeOf(env: Environment, term: Term): Type | undefined {
  switch (term.kind) {
    case 'null':
      return NULL;
    case 'boolean':
      return BOOLEAN;
    case 'number':
      return NUMBER;
    case 'string':
    case 'templateString':
      return STRING;
    case 'var':
      return variableType(env, term.name);
    case 'ref':
      return refType(env, term);
    case 'array':
      return arrayType(env, term.items);
    case 'set':
      return setType(env, term.items);
    case 'object':
      return objectType(env, term);
    case 'call':
      return ANY;
    default:
      return env.on.comprehensions.get(term) ?? ANY;
  }
}

function typesOf(env: Environment, terms: readonly Term[]): readonly Type[] | undefined {
  const types = terms.map(term => typeOf(env, term));
  return types.every(type => type !== undefined) ? types : undefined;
}

function arrayType(env: Environment, items: readonly Term[]): Type | undefined {
  if (items.length === 0) return arrayOf(ANY);
  const types = typesOf(env, items);
  return types && tuple(...types);
}

function setType(env: Environment, items: readonly Term[]): Type | undefined {
  const types = typesOf(env, items);
  return types && setOf(items.length === 0 ? ANY : join(types));
}

function objectType(env: Environment, { entries }: ObjectTerm): Type | undefined {
  if (entries.length === 0) return objectOf(ANY, ANY);
  const fields: Record<string, Type> = Object.create(null);
  const keys: Type[] = [];
  const values: Type[] = [];
  for (const [key, value] of entries) {
    const keyType = typeOf(env, key);
    const valueType = typeOf(env, value);
    if (keyType === undefined || valueType === undefined) return undefined;
    if (key.kind === 'string') fields[key.value] = valueType;
    else {
      keys.push(keyType);
      values.push(valueType);
    }
  }
  return keys.length === 0 ? closedObject(fields) : objectOf(join(keys), join(values), fields);
}

/** The type of what a reference reads; any where it leads beyond what is known. */
function refType(env: Environment, ref: Ref): Type | undefined {
  if (rootName(ref) === undefined) {
    const head = typeOf(env, ref.head);
    return head && lookUp(head, ref.operands);
  }
  for (const documents of env.documents) {
    const arrival = follow(documents, ref);
    if (arrival !== undefined) {
      return lookUp(extentOf(arrival.node), ref.operands.slice(arrival.used));
    }
  }
  return ANY;
}

function lookUp(type: Type, operands: readonly Term[]): Type {
  let found = type;
  for (const operand of operands) {
    found = isScalar(operand) ? selected(found, constantOf(operand)) : valuesOf(found);
  }
  // Nothing can be there: the reference is reported where it is checked.
  return isNever(found) ? ANY : found;
}

/** A scalar as what a reference looks up. */
export function constantOf(term: Term): Constant {
  switch (term.kind) {
    case 'string':
      return { type: STRING, value: term.value };
    case 'number':
      return { type: NUMBER, value: Number(term.text) };
    default:
      return { type: term.kind === 'boolean' ? BOOLEAN : NULL };
  }
}
