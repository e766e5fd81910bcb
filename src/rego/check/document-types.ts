/*
 * What is known of the documents under `data` and `input`: the types of rules as they are checked,
 * and of what a schema describes. Whatever else is there may be anything, as base documents are
 * known at run time only.
 */
import { ANY, objectOf, STRING, type Type } from '../../ir/type.ts';
import type { Ref, Term } from '../ast.ts';
import { bounded, merged } from './type-algebra.ts';

export interface FunctionType {
  readonly args: readonly Type[];
  readonly result: Type;
}

/** A place of the documents; names without a node may hold anything. */
export interface DocumentNode {
  readonly children: Map<string, DocumentNode>;
  /** The type of the document here, if one rule or schema says it as a whole. */
  type?: Type;
  /** Set for a function, which is no document. */
  signature?: FunctionType;
}

export function emptyDocuments(): DocumentNode {
  return { children: new Map() };
}

/** The node at a path, made if it is not there. */
function reach(root: DocumentNode, path: readonly string[]): DocumentNode {
  let node = root;
  for (const name of path) {
    const next = node.children.get(name) ?? emptyDocuments();
    node.children.set(name, next);
    node = next;
  }
  return node;
}

/** Says what a document is, whatever was known of it before. */
export function describe(root: DocumentNode, path: readonly string[], type: Type): void {
  let node = root;
  for (const [depth, name] of path.entries()) {
    if (node.type !== undefined) {
      node.type = overridden(node.type, path.slice(depth), type);
      return;
    }
    node = reach(node, [name]);
  }
  node.type = type;
}

/** A type whose part at a path is another. */
function overridden(type: Type, path: readonly string[], part: Type): Type {
  const [name, ...rest] = path;
  if (name === undefined) return part;
  const { fields, key, value } =
    type.kind === 'object' ? type : { fields: {}, key: ANY, value: ANY };
  const known: Readonly<Record<string, Type>> = fields;
  const inner = Object.hasOwn(known, name) ? known[name]! : ANY;
  return objectOf(key, value, fieldsOf(known, [[name, overridden(inner, rest, part)]]));
}

/** Fields by name, later ones in the place of earlier ones. */
export function fieldsOf(
  known: Readonly<Record<string, Type>>,
  more: readonly (readonly [name: string, type: Type])[],
): Record<string, Type> {
  const fields: Record<string, Type> = Object.assign(Object.create(null), known);
  for (const [name, type] of more) fields[name] = type;
  return fields;
}

/** Adds what one more rule makes of a document. */
export function addRule(root: DocumentNode, path: readonly string[], type: Type): void {
  const node = reach(root, path);
  node.type = bounded(node.type === undefined ? type : merged(node.type, type));
}

/** Adds one more definition of a function. */
export function addFunction(
  root: DocumentNode,
  path: readonly string[],
  signature: FunctionType,
): void {
  const node = reach(root, path);
  const { signature: earlier } = node;
  node.type = ANY;
  node.signature =
    earlier === undefined
      ? signature
      : {
          args: earlier.args.map((arg, at) => bounded(merged(arg, signature.args[at] ?? ANY))),
          result: bounded(merged(earlier.result, signature.result)),
        };
}

/** The signature of a function under `data`, if it is known. */
export function signatureOf(root: DocumentNode, ref: Ref): FunctionType | undefined {
  let node: DocumentNode | undefined = root.children.get(rootName(ref) ?? '');
  for (const operand of ref.operands) {
    node = operand.kind === 'string' ? node?.children.get(operand.value) : undefined;
  }
  return node?.signature;
}

/** The document at and below a node as one type. */
export function extentOf(node: DocumentNode): Type {
  if (node.type !== undefined) return node.type;
  const children = [...node.children].map(([name, child]) => [name, extentOf(child)] as const);
  return objectOf(STRING, ANY, fieldsOf({}, children));
}

/** Where a reference leads among documents: to a typed node and operands to apply to its type. */
export interface Arrival {
  readonly node: DocumentNode;
  /** The index of the first operand that the way to the node did not use. */
  readonly used: number;
}

/**
 * Follows a reference's constant names to the first node that has a type, or as far as names go;
 * undefined if nothing is known of the document.
 */
export function follow(root: DocumentNode, ref: Ref): Arrival | undefined {
  let node = root.children.get(rootName(ref) ?? '');
  for (const [used, operand] of ref.operands.entries()) {
    if (node === undefined || node.type !== undefined || operand.kind !== 'string') {
      return node && { node, used };
    }
    node = node.children.get(operand.value);
  }
  return node && { node, used: ref.operands.length };
}

/** `data` or `input`, if that is where a reference begins. */
export function rootName({ head }: Ref): 'data' | 'input' | undefined {
  return head.kind === 'var' && (head.name === 'data' || head.name === 'input')
    ? head.name
    : undefined;
}

/** Whether a term is the same whatever the variables are. */
export function isScalar(term: Term): boolean {
  return ['null', 'boolean', 'number', 'string'].includes(term.kind);
}
