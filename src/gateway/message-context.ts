import type { MessageContext } from '../mcp/input-document.ts';
import type { Direction, Era } from '../policy/input.ts';
import type { Flow } from './flow.ts';

/** What the input documents of a flow's messages have in common. */
export function messageContext(
  flow: Flow,
  era: Era,
  version: string,
  direction: Direction = 'client-to-server',
): MessageContext {
  const { agent, server, http, shared } = flow;
  return { agent, server, http, era, version, direction, catalog: shared.catalog };
}
