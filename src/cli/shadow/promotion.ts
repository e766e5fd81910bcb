/*
 * Putting a shadow rule in force, as an edit of the text that a person wrote: `shadow: true` goes from an access rule,
 * `shadow_deny` becomes `deny` in a package. Everything else in the file stays as it is.
 */
import type { Source, Span } from '../../base/source.ts';
import { readYaml } from '../../gateway/config-yaml.ts';
import { ruleName } from '../../policy/contract.ts';
import type { Module } from '../../rego/ast.ts';
import { qualifiedName, SHADOW } from './shadow-rules.ts';

function without(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(end);
}

/** What goes with a key and its value: the comma before it in a flow mapping, or its whole line. */
function removal(text: string, start: number, end: number): readonly [number, number] | undefined {
  const comma = /,\s*$/.exec(text.slice(0, start));
  if (comma !== null) return [comma.index, end];
  const line = /(^|\n)[ \t]*$/.exec(text.slice(0, start));
  const rest = /^[ \t]*(\n|$)/.exec(text.slice(end));
  if (line === null || rest === null) return undefined;
  return [line.index + line[1]!.length, end + rest[0].length];
}

/** The text of a `tameflare.yaml` with one of its access rules in force; undefined if that is no shadow rule. */
export function promoteAccessRule(source: Source, index: number): string | undefined {
  const read = readYaml(source);
  if (read.kind === 'invalid') return undefined;
  const path = ['rules', index, 'shadow'];
  const key = read.document.keySpan(path);
  const value = read.document.span(path);
  const { text } = source;
  if (text.slice(key.start, key.end) !== 'shadow' || text.slice(value.start, value.end) !== 'true')
    return undefined;
  const removed = removal(text, key.start, value.end);
  // First in its mapping: what stands before and behind it is too much to guess at.
  if (removed === undefined) return `${text.slice(0, value.start)}false${text.slice(value.end)}`;
  return without(text, ...removed);
}

/** The text of a module in which the rules of a name are in force; undefined if there is none. */
export function promotePackageRule(module: Module, name: string): string | undefined {
  const heads: readonly Span[] = module.rules
    .filter(rule => ruleName(rule)?.startsWith(SHADOW) && qualifiedName(module, rule) === name)
    .map(rule => rule.head.ref.span);
  if (heads.length === 0) return undefined;
  return heads.reduceRight(
    (text, { start }) => without(text, start, start + SHADOW.length),
    heads[0]!.source.text,
  );
}
