/*
 * References against what is known of documents and variables: keys that can't be there, lookups in
 * values without parts, functions that are not called. A variable that iterates gets the type of
 * the keys.
 */
import { nearest } from '../../base/nearest.ts';
import { joinSpans, type Span } from '../../base/source.ts';
import { ANY, isNever, STRING, type Type, typeText } from '../../ir/type.ts';
import type { Ref, Term } from '../ast.ts';
import { printTerm } from '../print-term.ts';
import { refName } from '../terms.ts';
import { userName } from '../variables.ts';
import { type DocumentNode, extentOf, follow, isScalar, rootName } from './document-types.ts';
import { constantOf, type Environment, setVariable, typeOf, variableType } from './environment.ts';
import { canMatch, fieldNames, keysOf, selected, valuesOf } from './type-algebra.ts';
import { fits } from './unify.ts';

/** Reports what is wrong with a reference. @returns whether it can be defined */
export function checkRef(env: Environment, ref: Ref): boolean {
  if (rootName(ref) === undefined) {
    const type = typeOf(env, ref.head);
    return type === undefined || checkParts(env, ref, type, 0);
  }
  for (const documents of env.documents) {
    const arrival = follow(documents, ref);
    if (arrival === undefined) continue;
    const { node, used } = arrival;
    if (node.signature !== undefined) return tellFunction(env, ref);
    if (node.type !== undefined) return checkParts(env, ref, node.type, used);
    return used === ref.operands.length || checkName(env, ref, node, used);
  }
  return checkParts(env, ref, ANY, 0);
}

/** An operand that goes through packages and rules, whose names are strings; base data may differ. */
function checkName(env: Environment, ref: Ref, node: DocumentNode, at: number): boolean {
  const operand = ref.operands[at]!;
  if (isScalar(operand)) return true;
  if (operand.kind === 'var' && variableType(env, operand.name) === undefined) {
    setVariable(env, operand.name, STRING);
    return true;
  }
  const type = typeOf(env, operand);
  const isName = type === undefined || canMatch(type, STRING);
  return isName || tellKey(env, ref, at, extentOf(node), type);
}

/** The operands from `from` on, applied to a value of a type. */
function checkParts(env: Environment, ref: Ref, start: Type, from: number): boolean {
  let type = start;
  for (let at = from; at < ref.operands.length; at++) {
    const operand = ref.operands[at]!;
    const keys = keysOf(type);
    if (isNever(keys)) return tellScalar(env, ref, at, type);
    if (isScalar(operand)) {
      const there = selected(type, constantOf(operand));
      if (isNever(there)) return tellKey(env, ref, at, type);
      type = there;
    } else {
      if (!fits(env, operand, keys)) return tellKey(env, ref, at, type, typeOf(env, operand));
      type = valuesOf(type);
    }
  }
  return true;
}

function tellFunction(env: Environment, ref: Ref): false {
  const name = refName(ref);
  const message = `function \`${name}\` is used as a value`;
  env.on.report.add('rego_type_error', message, ref.span, `call it: \`${name}(…)\``);
  return false;
}

/** What a reference is up to an operand, as its writer would say it. */
function shownRef(ref: Ref, end: number): string {
  const plain = (term: Term): Term => {
    if (term.kind !== 'var') return term;
    return { ...term, name: userName(term.name) ?? '_' };
  };
  const operands = ref.operands.slice(0, end).map(plain);
  return printTerm({ ...ref, head: plain(ref.head), operands });
}

/** The reference's text up to an operand, where it stands there as written. */
function spanTo(ref: Ref, at: number): Span {
  const { span } = ref.operands[at]!;
  return span.end > ref.span.start && span.end <= ref.span.end
    ? joinSpans(ref.span, span)
    : ref.span;
}

function tellScalar(env: Environment, ref: Ref, at: number, type: Type): false {
  const what = shownRef(ref, at);
  const message = `undefined ref: \`${shownRef(ref, at + 1)}\``;
  const hint = `\`${what}\` is ${typeText(type)}, which has no parts to look up`;
  env.on.report.add('rego_type_error', message, spanTo(ref, at), hint);
  return false;
}

function tellKey(env: Environment, ref: Ref, at: number, type: Type, key?: Type): false {
  const message = `undefined ref: \`${shownRef(ref, at + 1)}\``;
  const hint = keyHint(ref.operands[at]!, shownRef(ref, at), type, key);
  env.on.report.add('rego_type_error', message, spanTo(ref, at), hint);
  return false;
}

/** As many keys as a hint lists. */
const MAX_LISTED = 8;

function keyHint(operand: Term, what: string, type: Type, key: Type | undefined): string {
  const names = fieldNames(type);
  if (key === undefined && operand.kind === 'string' && names.length > 0) {
    const meant = nearest(operand.value, names);
    if (meant !== undefined) return `did you mean \`${meant}\`?`;
    const listed = names.slice(0, MAX_LISTED).map(name => `\`${name}\``);
    const more = names.length > MAX_LISTED ? ', …' : '';
    return `\`${what}\` has ${listed.join(', ')}${more}`;
  }
  const keys = typeText(keysOf(type));
  return key === undefined
    ? `keys of \`${what}\` are ${keys}`
    : `keys of \`${what}\` are ${keys}, this one is ${typeText(key)}`;
}
