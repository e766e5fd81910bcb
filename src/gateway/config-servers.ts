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
