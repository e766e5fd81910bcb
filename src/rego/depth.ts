import type { Span } from '../base/source.ts';

/**
 * Levels of nested nodes and lists in a tree: the parser's own limit keeps ordinary nesting far
 * below it, so only long chains of operators reach it.
 */
const MAX_LEVELS = 1_000;

/** The span of a node past the limit, if there is one. Takes no stack of its own. */
export function deepSpan(tree: unknown): Span | undefined {
  const waiting: { node: object; level: number }[] = [];
  const visit = (value: unknown, level: number) => {
    if (typeof value === 'object' && value !== null) waiting.push({ node: value, level });
  };
  visit(tree, 0);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, level } = next;
    if (level > MAX_LEVELS && 'span' in node) return node.span as Span;
    for (const name in node) {
      if (name !== 'span') visit(node[name as keyof typeof node], level + 1);
    }
  }
  return undefined;
}
