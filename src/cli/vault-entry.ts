/** A vault entry from what was written on a command line. */
import { randomBytes } from 'node:crypto';
import { TfError } from '../base/errors.ts';
import type { Binding, EntryTerms, Placement, TokenSource } from '../vault/entry.ts';

export interface EntryOptions {
  readonly url: string;
  readonly as?: string;
  readonly user?: string;
  readonly field?: string;
  readonly env?: readonly string[];
  readonly oauth?: string;
  readonly tokenUrl?: string;
  readonly clientId?: string;
  readonly scope?: string;
}

export const PLACEMENTS = ['bearer', 'basic', 'header', 'query', 'placeholder'] as const;
export const GRANTS = ['client-credentials', 'refresh-token'] as const;

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const FIELD = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Fields that belong to the connection or to the message's framing. */
const NOT_A_FIELD =
  /^(host|connection|content-.*|transfer-encoding|te|trailer|upgrade|proxy-.*|keep-alive|expect)$/i;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

function usage(message: string): never {
  throw new TfError('tf_usage', message);
}

/** An address a secret may be sent to: TLS, or this machine. */
function secureUrl(text: string, option: string): URL {
  const url = URL.canParse(text) ? new URL(text) : usage(`${option}: \`${text}\` is no address`);
  const isPlain =
    url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!isPlain) usage(`${option} is an origin and a path, without user, query or \`#\``);
  const isSafe =
    url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (!isSafe) usage(`${option}: secrets go over https, or to this machine`);
  return url;
}

function bindingOf(text: string): Binding {
  const { origin, pathname } = secureUrl(text, '--url');
  return { origin, path: pathname };
}

function fieldOf({ field, as }: EntryOptions): string {
  if (field === undefined) usage(`--as ${as} needs --field, the name it is sent under`);
  if (as === 'header' && (!FIELD.test(field) || NOT_A_FIELD.test(field)))
    usage(`\`${field}\` can't be a header for a secret`);
  return field;
}

/** Random, so that nothing else looks like it. */
function placeholderOf(name: string): string {
  return `tf-secret-${name}-${randomBytes(8).toString('hex')}`;
}

function placementOf(name: string, options: EntryOptions): Placement {
  switch (options.as ?? (options.env === undefined ? 'bearer' : 'placeholder')) {
    case 'bearer':
      return { kind: 'bearer' };
    case 'basic':
      return { kind: 'basic', user: options.user ?? usage('--as basic needs --user') };
    case 'header':
      return { kind: 'header', name: fieldOf(options) };
    case 'query':
      return { kind: 'query', name: fieldOf(options) };
    default:
      return { kind: 'placeholder', text: placeholderOf(name) };
  }
}

function tokenSource(options: EntryOptions): TokenSource | undefined {
  const { oauth, tokenUrl, clientId, scope } = options;
  if (oauth === undefined) return undefined;
  if (tokenUrl === undefined || clientId === undefined)
    usage('--oauth needs --token-url and --client-id');
  return {
    grant: oauth === 'client-credentials' ? 'client_credentials' : 'refresh_token',
    tokenUrl: secureUrl(tokenUrl, '--token-url').href,
    clientId,
    ...(scope === undefined ? {} : { scope }),
  };
}

/** The terms of an entry. @throws TfError `tf_usage` */
export function entryTerms(name: string, options: EntryOptions, nowMs: number): EntryTerms {
  if (!NAME.test(name)) usage(`\`${name}\`: a name has letters, digits, \`.\`, \`_\` and \`-\``);
  const env = options.env ?? [];
  for (const variable of env)
    if (!VARIABLE.test(variable)) usage(`\`${variable}\` is no name of a variable`);
  const placement = placementOf(name, options);
  if (env.length > 0 && placement.kind !== 'placeholder')
    usage('--env goes with --as placeholder only');
  const oauth = tokenSource(options);
  return {
    name,
    binding: bindingOf(options.url),
    placement,
    env,
    ...(oauth === undefined ? {} : { oauth }),
    changed: new Date(nowMs).toISOString(),
  };
}

/** A secret that can stand in a header. @throws TfError `tf_usage`, without the secret */
export function checkedSecret(text: string): string {
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') usage('the secret is empty');
  if (!/^[\x21-\x7e][\x20-\x7e]*$/.test(secret))
    usage('the secret has line breaks, control or non-ASCII characters');
  return secret;
}
