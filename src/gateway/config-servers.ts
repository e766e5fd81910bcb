import type { ServerConfig } from './config.ts';

/** `/mcp` and `/mcp/` are one endpoint. */
function withoutFinalSlash(path: string): string {
  return path.replace(/\/+$/, '');
}

function covers(endpoint: string, path: string): boolean {
  const base = withoutFinalSlash(endpoint);
  return withoutFinalSlash(path) === base || path.startsWith(`${base}/`);
}

/** The declared server at an address: its exact origin, and its path or one below; the longest path wins. */
export function serverAt(
  servers: readonly ServerConfig[],
  origin: string,
  path: string,
): ServerConfig | undefined {
  return servers
    .filter(server => server.origin === origin && covers(server.path, path))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

/** Where servers say how to log in (RFC 8615, RFC 9728, RFC 8414): clients need it before any call. */
const LOGIN_METADATA = /^\/\.well-known\/(oauth|openid)-[a-z-]+(\/|$)/;

/** Whether a path holds login metadata. */
export function isLoginMetadata(path: string): boolean {
  return LOGIN_METADATA.test(path);
}

/** The declared server whose login metadata is at an address: one of that origin. */
export function serverOfMetadata(
  servers: readonly ServerConfig[],
  origin: string,
  path: string,
): ServerConfig | undefined {
  return isLoginMetadata(path) ? servers.find(server => server.origin === origin) : undefined;
}
