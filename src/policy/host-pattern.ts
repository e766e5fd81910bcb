import { domainToASCII } from 'node:url';

/** A host, or `*.domain` for every host below it, or `*`; with `:port` only that port. */
export interface HostPattern {
  readonly text: string;
  matches(host: string, port: number): boolean;
}

const PATTERN =
  /^(?:\[(?<ipv6>[0-9a-f:.]+)\]|(?<host>\*|(?:\*\.)?[^\s:/*[\]]+))(?::(?<port>\d{1,5}))?$/i;

/** One spelling per host: lower case, no final dot, no brackets, ASCII. */
function normalHost(host: string): string {
  const bare = host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  return /^[\x21-\x7e]*$/.test(bare) ? bare : domainToASCII(bare);
}

function hostMatcher(pattern: string): (host: string) => boolean {
  if (pattern === '*') return () => true;
  if (!pattern.startsWith('*.')) return host => host === pattern;
  const suffix = pattern.slice(1);
  return host => host.length > suffix.length && host.endsWith(suffix);
}

/** Undefined if the text is no host pattern. */
export function parseHostPattern(text: string): HostPattern | undefined {
  const groups = PATTERN.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const host = normalHost(groups['ipv6'] ?? groups['host'] ?? '');
  const port = groups['port'] === undefined ? undefined : Number(groups['port']);
  if (host === '' || (port !== undefined && (port < 1 || port > 65535))) return undefined;
  const matchesHost = hostMatcher(host);
  return {
    text,
    matches: (name, number) =>
      (port === undefined || port === number) && matchesHost(normalHost(name)),
  };
}
