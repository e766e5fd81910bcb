/*
 * What a default rule may say: a constant value, and for functions distinct variables.
 */
import type { Head, Term } from './ast.ts';
import type { Parser } from './parser.ts';

/** Fails on a head that no default rule may have. */
export function checkDefault(parser: Parser, head: Head): void {
  if (head.value === undefined) {
    parser.fail(
      head.span,
      'illegal default rule (must have a value)',
      'write `default … := value`',
    );
  }
  checkDefaultValue(parser, head.value);
  checkDefaultArguments(parser, head.args ?? []);
}

/** A default is a constant, or a comprehension: those close over nothing of a body. */
function checkDefaultValue(parser: Parser, term: Term): void {
  const fault = NOT_CONSTANT[term.kind];
  if (fault !== undefined) {
    parser.fail(term.span, `illegal default rule (value cannot contain ${fault})`);
  }
  for (const part of partsOf(term)) checkDefaultValue(parser, part);
}

const NOT_CONSTANT: Readonly<Partial<Record<Term['kind'], string>>> = {
  ref: 'ref',
  var: 'var',
  call: 'call',
  templateString: 'template string',
};

function partsOf(term: Term): readonly Term[] {
  if (term.kind === 'array' || term.kind === 'set') return term.items;
  return term.kind === 'object' ? term.entries.flat() : [];
}

function checkDefaultArguments(parser: Parser, args: readonly Term[]): void {
  const seen = new Set<string>();
  for (const arg of args) {
    if (arg.kind !== 'var') {
      parser.fail(arg.span, `illegal default rule (arguments cannot contain ${arg.kind})`);
    }
    if (seen.has(arg.name)) {
      parser.fail(arg.span, `illegal default rule (arguments cannot be repeated \`${arg.name}\`)`);
    }
    seen.add(arg.name);
  }
}
