/*
 * Whether two modules say the same: what a formatter must keep.
 */
import type { Import, Module, Rule, SetTerm, TemplateString, Term } from '../ast.ts';
import { compareImports } from './imports.ts';
import { keptImports } from './style.ts';
import { constantOf, textOfConstant } from './templates.ts';

/** Whether two modules have the same statements and comments, whatever they look like. */
export function saysTheSame(left: Module, right: Module): boolean {
  return JSON.stringify(meaning(left)) === JSON.stringify(meaning(right));
}

function meaning(module: Module): unknown {
  return {
    package: module.package.path,
    imports: keptImports(module).toSorted(compareImports).map(importOf),
    rules: module.rules.map(ruleOf),
    annotations: module.annotations.map(({ scope, rule }) => [scope, rule && ruleOf(rule)]),
    comments: module.comments.map(({ text }) => text.trimEnd()).toSorted(),
  };
}

function importOf({ path, alias }: Import): unknown {
  return plain({ path, alias: alias ?? '' });
}

/** A rule whose value is not said is `true`, and so is a body that is not there. */
function ruleOf(rule: Rule): unknown {
  const { head, body, else: otherwise } = rule;
  const { ref, args, key, value } = head;
  return {
    default: rule.default,
    head: plain({ ref, args: args ?? [], key: key ?? null }),
    value: key !== undefined ? null : value === undefined ? TRUE : plain(value),
    body: body.length === 0 ? [TRUE_BODY] : plain(body),
    else: otherwise === undefined ? null : ruleOf(otherwise),
  };
}

const TRUE = { kind: 'boolean', value: true };
const TRUE_BODY = {
  kind: 'expr',
  negated: false,
  with: [],
  body: { kind: 'term', term: TRUE },
};

/** A tree without its look: where it is, how it is written, the numbers of wildcards. */
function plain(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(plain);
  if (typeof tree !== 'object' || tree === null) return tree;
  if (isWildcard(tree as Term)) return '_';
  const { parts, ...term } = tree as Term & { readonly parts?: TemplateString['parts'] };
  if (parts !== undefined) return [...Object.keys(term), mergedTexts(parts)];
  if (isSet(tree as Term))
    return { set: [...new Set((tree as SetTerm).items.map(item => JSON.stringify(plain(item))))] };
  const fields = Object.entries(tree).filter(([name]) => !LOOKS.includes(name));
  return Object.fromEntries(fields.map(([name, field]) => [name, plain(field)]));
}

/** The parts of a template string, where a constant in braces is text. */
function mergedTexts(parts: TemplateString['parts']): unknown[] {
  const merged: unknown[] = [];
  for (const part of parts) {
    const constant = part.kind === 'expr' ? constantOf(part) : part;
    const last = merged.at(-1);
    if (constant === undefined) merged.push(plain(part));
    else if (typeof last === 'string') merged[merged.length - 1] = last + textOfConstant(constant);
    else merged.push(textOfConstant(constant));
  }
  return merged.filter(part => part !== '');
}

const LOOKS = ['span', 'infix', 'raw'];

function isSet(term: Term): term is SetTerm {
  return term.kind === 'set';
}

function isWildcard(term: Term): boolean {
  return term.kind === 'var' && term.name.startsWith('$');
}
