/** The agents that a long-lived gateway serves: each has a token, of which only the hash is kept. */
import {
  addHolder,
  holderOf,
  type KeyHolder,
  type KeyHolderKind,
  readHolders,
  removeHolder,
} from '../store/key-holders.ts';

export interface Agent extends KeyHolder {
  /** What policies see as `input.agent.labels`. */
  readonly labels: Readonly<Record<string, string>>;
}

const AGENTS: KeyHolderKind<Agent> = {
  what: 'agent',
  list: 'agents',
  prefix: 'tfa_',
  error: 'tf_agents_file',
  read: ({ name, labels, keyHash }) => ({ name, labels, keyHash }),
};

/** All agents. @throws TfError `tf_agents_file` when the file can't be read */
export function readAgents(file: string): readonly Agent[] {
  return readHolders(AGENTS, file);
}

/** Adds an agent and gives its token, which is nowhere else. @throws TfError `tf_usage` */
export function addAgent(file: string, name: string, labels: Agent['labels']): string {
  return addHolder(AGENTS, file, { name, labels });
}

/** Takes an agent's token back; false when there was none of that name. */
export function revokeAgent(file: string, name: string): boolean {
  return removeHolder(AGENTS, file, name);
}

/** The agent of a name that shows its own token. */
export function agentOf(agents: readonly Agent[], name: string, token: string): Agent | undefined {
  const agent = holderOf(agents, token);
  return agent?.name === name ? agent : undefined;
}
