/** One request with its secret in place. The list of headers is name, value, name, value. */
import type { EntryTerms, Placement } from './entry.ts';

export interface Injectable {
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: readonly string[];
}

/** What of a request changes when a secret is put in, and which texts must not come back. */
export interface Injected {
  readonly path: string;
  readonly headers: readonly string[];
  readonly secrets: readonly string[];
}

function without(headers: readonly string[], names: ReadonlySet<string>): string[] {
  return headers.filter((_, at) => !names.has(headers[at - (at % 2)]!.toLowerCase()));
}

function withField(headers: readonly string[], name: string, value: string): string[] {
  return [...without(headers, new Set(['authorization', name.toLowerCase()])), name, value];
}

/** Credentials for the user and the password, RFC 7617. */
function basicCredentials(user: string, secret: string): string {
  return Buffer.from(`${user}:${secret}`).toString('base64');
}

/** The query's other parameters stay as they were written. */
function withParameter(path: string, name: string, value: string): string {
  const [pathname = '', ...rest] = path.split('?');
  const kept = rest
    .join('?')
    .split('&')
    .filter(part => part !== '' && !new URLSearchParams(part).has(name));
  return `${pathname}?${[...kept, `${encodeURIComponent(name)}=${encodeURIComponent(value)}`].join('&')}`;
}

function withPlaceholder(headers: readonly string[], text: string, secret: string): string[] {
  return headers.map((part, at) => (at % 2 === 0 ? part : substituted(part, text, secret)));
}

const BASIC = /^(Basic\s+)([A-Za-z0-9+/]+={0,2})$/i;

/** Clients put a password into Basic credentials before anyone else sees it. */
function substituted(value: string, text: string, secret: string): string {
  const basic = BASIC.exec(value);
  if (basic === null) return value.replaceAll(text, secret);
  const pair = Buffer.from(basic[2]!, 'base64').toString('utf8');
  if (!pair.includes(text)) return value;
  return basic[1]! + Buffer.from(pair.replaceAll(text, secret)).toString('base64');
}

/** Whether a request carries an entry's placeholder. */
export function carriesPlaceholder(headers: readonly string[], text: string): boolean {
  return headers.some((part, at) => at % 2 === 1 && substituted(part, text, '') !== part);
}

function placed(request: Injectable, placement: Placement, secret: string): Injected {
  const { path, headers } = request;
  const secrets = [secret];
  switch (placement.kind) {
    case 'bearer':
      return { path, headers: withField(headers, 'authorization', `Bearer ${secret}`), secrets };
    case 'basic': {
      const pair = basicCredentials(placement.user, secret);
      return {
        path,
        headers: withField(headers, 'authorization', `Basic ${pair}`),
        secrets: [secret, pair],
      };
    }
    case 'header':
      return { path, headers: withField(headers, placement.name, secret), secrets };
    case 'query': {
      const kept = without(headers, new Set(['authorization']));
      return { path: withParameter(path, placement.name, secret), headers: kept, secrets };
    }
    case 'placeholder':
      return { path, headers: withPlaceholder(headers, placement.text, secret), secrets };
  }
}

/** Puts a secret where its entry says. The agent's own Authorization goes, but for a placeholder, which stands in it. */
export function inject(request: Injectable, { placement }: EntryTerms, secret: string): Injected {
  return placed(request, placement, secret);
}
