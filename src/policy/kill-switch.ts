import type { InputDocument } from './input.ts';

/** One thing an operator has switched off. It holds whatever rules and policies say. */
export interface Kill {
  readonly scope: 'all' | 'agent' | 'server' | 'tool';
  /** The agent's, server's or tool's name; none for `all`. */
  readonly name?: string;
  readonly reason?: string;
}

function named(kill: Kill, input: InputDocument): string | undefined {
  switch (kill.scope) {
    case 'all':
      return undefined;
    case 'agent':
      return input.agent.name;
    case 'server':
      return input.server?.name;
    case 'tool':
      return input.tool?.name;
  }
}

/** The kill that covers a message, if any. */
export function killedBy(kills: readonly Kill[], input: InputDocument): Kill | undefined {
  return kills.find(kill => kill.scope === 'all' || (kill.name ?? '') === named(kill, input));
}
