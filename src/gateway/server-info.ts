import type { ServerInfo } from '../policy/input.ts';
import type { Target } from '../proxy/target.ts';
import type { Config } from './config.ts';
import { serverAt, serverOfMetadata } from './config-servers.ts';

/** The server a request goes to, and whether the configuration names it. */
export interface Addressed {
  readonly server: ServerInfo;
  readonly declared: boolean;
}

function info(
  name: string,
  target: Target,
  origin: string,
  path: string,
  trusted: boolean,
): ServerInfo {
  return { name, origin, host: target.host, path, trusted, transport: 'http' };
}

/**
 * A server that nobody declared is known by its origin, which no declared server is named like, and never trusted.
 */
export function addressedServer(
  config: Config,
  target: Target,
  origin: string,
  path: string,
): Addressed {
  const pathname = path.split('?', 1)[0]!;
  const server =
    serverAt(config.servers, origin, pathname) ??
    serverOfMetadata(config.servers, origin, pathname);
  if (server === undefined)
    return { server: info(origin, target, origin, pathname, false), declared: false };
  return { server: info(server.name, target, origin, server.path, server.trusted), declared: true };
}
