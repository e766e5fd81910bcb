import { numberOf } from '../value/decimal.ts';
import { RegoObject, RegoSet, type Value } from '../value/value.ts';
import type { Term } from './ast.ts';

/** The value of a constant term; undefined if it has a variable, reference, call or comprehension. */
export function termToValue(term: Term): Value | undefined {
  switch (term.kind) {
    case 'null':
      return null;
    case 'boolean':
    case 'string':
      return term.value;
    case 'number':
      return numberOf(term.text);
    case 'array':
      return values(term.items);
    case 'set': {
      const members = values(term.items);
      return members && RegoSet.of(members);
    }
    case 'object':
      return objectValue(term.entries);
    default:
      return undefined;
  }
}

function values(terms: readonly Term[]): Value[] | undefined {
  const found: Value[] = [];
  for (const term of terms) {
    const value = termToValue(term);
    if (value === undefined) return undefined;
    found.push(value);
  }
  return found;
}

function objectValue(entries: readonly (readonly [Term, Term])[]): Value | undefined {
  const keys = values(entries.map(([key]) => key));
  const items = values(entries.map(([, item]) => item));
  if (keys === undefined || items === undefined) return undefined;
  return RegoObject.of(keys.map((key, index) => [key, items[index]!] as const));
}
