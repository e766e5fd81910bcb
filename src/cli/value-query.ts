import type { Expr } from '../rego/ast.ts';
import { parseQuery } from '../rego/parse.ts';

/** The variable whose value a compiled policy gives back as such when an answer has no other. */
const RESULT = 'result';

const BINDING: ReadonlySet<string> = new Set(['assign', 'eq']);

function asksForValue({ negated, body }: Expr): boolean {
  if (negated || body.kind !== 'term') return false;
  if (body.term.kind !== 'call') return true;
  const { head } = body.term.operator;
  return head.kind !== 'var' || !BINDING.has(head.name);
}

/**
 * A query that is one term, such as `data.policies.github.deny`, so that its answer is the term's value instead of
 * an answer without bindings. Any other query stays as it is.
 * @throws RegoError
 */
export function valueQuery(query: string): string {
  const [first, ...rest] = parseQuery(query, 'query');
  return first !== undefined && rest.length === 0 && asksForValue(first)
    ? `${RESULT} := ${query.trimStart()}`
    : query;
}
