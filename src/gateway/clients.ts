/*
 * Who the clients of a gateway are: the one agent that runs under it, with a token of this run, or the registered
 * agents of a long-lived one, each with its own token.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { messageOf } from '../base/errors.ts';
import type { AgentInfo } from '../policy/input.ts';
import type { Kill } from '../policy/kill-switch.ts';
import type { Credentials } from '../proxy/credentials.ts';
import { type Agent, agentOf, readAgents } from './agents.ts';
import { liveFile } from './live-file.ts';

export interface Clients {
  /** Names whoever has these credentials; undefined for nobody. */
  authenticate(credentials: Credentials): string | undefined;
  /** Who that is, for policies and the audit. */
  infoOf(client: string | undefined): AgentInfo;
  /** Agents that were served and may not be any more: what they have under way ends. */
  revoked(): readonly Kill[];
  refresh(): void;
  close(): void;
}

/** The run, and what the configuration in force says about its agent. */
export interface ClientParts {
  readonly run: string;
  readonly user: string;
  readonly agent: () => { readonly name: string; readonly labels: AgentInfo['labels'] };
}

/** The user name of the one agent; the password tells runs apart. */
const USER_NAME = 'tf';

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

const NOBODY: readonly Kill[] = [];

/** The agent that runs under the gateway, and what its proxy's address begins with. */
export function oneClient(parts: ClientParts): Clients & { readonly userInfo: string } {
  const { run, user, agent } = parts;
  const token = randomBytes(24).toString('base64url');
  return {
    userInfo: `${USER_NAME}:${token}@`,
    authenticate: ({ username, password }) =>
      username === USER_NAME && sameText(password, token) ? run : undefined,
    infoOf: () => ({ ...agent(), run, user }),
    revoked: () => NOBODY,
    refresh: () => {},
    close: () => {},
  };
}

/** A file that can't be read lets nobody in. */
function agentsIn(file: string, warn: (message: string) => void): readonly Agent[] {
  try {
    return readAgents(file);
  } catch (error) {
    warn(`${messageOf(error)}; no agent is let in until it can`);
    return [];
  }
}

/** The agents of a file, as it says now; `onChange` is called when it says something else. */
export function registeredClients(
  file: string,
  { run, user, agent }: ClientParts,
  onChange: () => void,
  warn: (message: string) => void,
): Clients {
  const live = liveFile(file, name => agentsIn(name, warn), onChange);
  /** The token's hash that each agent was let in by. */
  const served = new Map<string, string>();
  const registered = (name: string) => live.current().find(known => known.name === name);
  return {
    authenticate({ username, password }) {
      const known = agentOf(live.current(), username, password);
      if (known !== undefined) served.set(known.name, known.keyHash);
      return known?.name;
    },
    infoOf(client = '') {
      const labels = { ...agent().labels, ...registered(client)?.labels };
      return { name: client, run: `${run}.${client}`, user, labels };
    },
    revoked: () =>
      [...served]
        .filter(([name, keyHash]) => registered(name)?.keyHash !== keyHash)
        .map(([name]) => ({ scope: 'agent', name, reason: 'its token was revoked' })),
    refresh: live.refresh,
    close: live.close,
  };
}
