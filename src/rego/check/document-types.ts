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

/** Says what a document is, whatever was known before. */
export function describe(root: DocumentNode, path: readonly string[], type: Type): void {
  reach(root, path).type = type;
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
  const fields: Record<string, Type> = Object.create(null);
  for (const [name, child] of node.children) fields[name] = extentOf(child);
  return objectOf(STRING, ANY, fields);
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
