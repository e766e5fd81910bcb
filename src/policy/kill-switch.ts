import { compileGlob } from './glob.ts';

/** One thing an operator has switched off. It holds whatever rules and policies say. */
export interface Kill {
  readonly scope: 'all' | 'agent' | 'server' | 'tool';
  /** The agent's, server's or tool's name, or a pattern of names; none for `all`. */
  readonly name?: string;
  readonly reason?: string;
}

/** What of a message a kill looks at. */
export interface Killable {
  readonly agent: { readonly name: string };
  readonly server?: { readonly name: string };
  readonly tool?: { readonly name: string };
}

function named(kill: Kill, input: Killable): string | undefined {
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

function covers(kill: Kill, input: Killable): boolean {
  if (kill.scope === 'all') return true;
  const name = named(kill, input);
  return name !== undefined && compileGlob(kill.name ?? '').matches(name);
}

/** The kill that covers a message, if any. */
export function killedBy(kills: readonly Kill[], input: Killable): Kill | undefined {
  return kills.find(kill => covers(kill, input));
}
