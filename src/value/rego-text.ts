import { numberText } from './decimal.ts';
import { goQuote } from './go-quote.ts';
import { isArray, RegoObject, RegoSet, type Value } from './value.ts';

/** A value as Rego source, the way OPA prints it: `{"a": [1, set()]}`, keys and members in order. */
export function regoText(value: Value): string {
  if (typeof value === 'string') return goQuote(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (isArray(value)) return `[${value.map(regoText).join(', ')}]`;
  if (value instanceof RegoSet) return setText(value);
  if (value instanceof RegoObject) return objectText(value);
  return numberText(value);
}

function setText(set: RegoSet): string {
  return set.size === 0 ? 'set()' : `{${set.members().map(regoText).join(', ')}}`;
}

function objectText(object: RegoObject): string {
  const entries = object.entries().map(({ key, value }) => `${regoText(key)}: ${regoText(value)}`);
  return `{${entries.join(', ')}}`;
}
