/** Between configuration and vault: what a configuration names must be there, and bound to where it is used. */
import { rootCertificates } from 'node:tls';
import { Agent, fetch as undiciFetch } from 'undici';
import { TfError } from '../base/errors.ts';
import type { Credentials } from '../vault/credentials.ts';
import { covers } from '../vault/entry.ts';
import { KEY_VARIABLES } from '../vault/key-source.ts';
import type { Config, ServerConfig } from './config.ts';

function fault(server: ServerConfig, name: string, credentials: Credentials | undefined) {
  const address = `${server.origin}${server.path}`;
  const terms = credentials?.terms(name);
  if (terms === undefined)
    return `the vault has no entry \`${name}\`, which server \`${server.name}\` needs; add it: tf vault set ${name} --url ${address}`;
  if (terms.placement.kind === 'placeholder')
    return `\`${name}\` replaces a placeholder; server \`${server.name}\` needs an entry that says how it is sent`;
  const { origin, path } = terms.binding;
  return covers(terms.binding, server.origin, server.path)
    ? undefined
    : `\`${name}\` is for ${origin}${path}, not for server \`${server.name}\` at ${address}`;
}

/** Every entry that servers name must serve them. @throws TfError `tf_vault_entry` with all that is wrong */
export function checkCredentials(config: Config, credentials: Credentials | undefined): void {
  const faults = config.servers.flatMap(server =>
    server.credential === undefined ? [] : (fault(server, server.credential, credentials) ?? []),
  );
  if (faults.length > 0) throw new TfError('tf_vault_entry', faults.join('\n'));
}

/** A `fetch` for token endpoints: certificates verified with the user's roots too, no redirect followed. */
export function tokenFetch(extraCa: readonly string[]): typeof fetch {
  const connect = extraCa.length === 0 ? {} : { ca: [...rootCertificates, ...extraCa] };
  const dispatcher = new Agent({ connect });
  const request = (url: string, init: object) =>
    undiciFetch(url, { ...init, redirect: 'manual', dispatcher });
  return request as unknown as typeof fetch;
}

/** Variables a child never gets. */
const KEPT_BACK = [...KEY_VARIABLES, 'TF_OPERATOR_KEY', 'TF_GATEWAY'];

/** Takes out of an environment what opens the vault or the control API. */
export function withoutKeys(): Record<string, undefined> {
  return Object.fromEntries(KEPT_BACK.map(name => [name, undefined]));
}
