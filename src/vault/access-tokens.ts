/*
 * OAuth access tokens, asked for with what the vault keeps: client credentials or a refresh token (RFC 6749).
 * A token is renewed before it ends; while one request for it is under way, everyone waits for that one.
 */
import * as oauth from 'oauth4webapi';
import type { Clock } from '../base/clock.ts';
import { messageOf, TfError } from '../base/errors.ts';
import type { EntrySecret, TokenSource } from './entry.ts';
import type { OpenEntry } from './vault-file.ts';

/** How tokens are fetched: `fetch` must verify certificates. */
export interface TokenOptions {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  /** Keeps a refresh token that the server exchanged for the one before. */
  readonly keep: (entry: OpenEntry, secret: EntrySecret) => void;
}

export interface AccessTokens {
  /** A token that is good for a while yet. @throws TfError `tf_vault_token` */
  token(entry: OpenEntry): Promise<string>;
  /** Tokens that are held now, for masking. */
  held(): readonly string[];
}

interface HeldToken {
  readonly text: string;
  readonly renewAtMs: number;
  readonly endsAtMs: number;
}

/** Servers need not say how long a token lives. */
const DEFAULT_LIFETIME_S = 3600;
/** Renewed when this part of its life is over, but no earlier than a minute before its end is near. */
const RENEW_AFTER = 0.8;

function clientAuth(secret: EntrySecret): oauth.ClientAuth {
  return secret.value === '' ? oauth.None() : oauth.ClientSecretBasic(secret.value);
}

function parametersOf({ scope }: TokenSource): URLSearchParams {
  return new URLSearchParams(scope === undefined ? {} : { scope });
}

async function ask(
  source: TokenSource,
  secret: EntrySecret,
  fetcher: typeof fetch,
): Promise<oauth.TokenEndpointResponse> {
  const url = new URL(source.tokenUrl);
  const server = { issuer: url.origin, token_endpoint: source.tokenUrl };
  const client = { client_id: source.clientId };
  const options = {
    [oauth.customFetch]: fetcher,
    [oauth.allowInsecureRequests]: url.protocol === 'http:',
    additionalParameters: parametersOf(source),
  };
  const auth = clientAuth(secret);
  if (source.grant === 'client_credentials') {
    const parameters = parametersOf(source);
    const answer = await oauth.clientCredentialsGrantRequest(
      server,
      client,
      auth,
      parameters,
      options,
    );
    return oauth.processClientCredentialsResponse(server, client, answer);
  }
  const token = secret.refreshToken ?? '';
  const answer = await oauth.refreshTokenGrantRequest(server, client, auth, token, options);
  return oauth.processRefreshTokenResponse(server, client, answer);
}

/** OAuth's own word for what is wrong; a server's free text may repeat secrets. */
function reasonOf(thrown: unknown): string {
  if (thrown instanceof oauth.ResponseBodyError) return thrown.error;
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : messageOf(thrown);
}

export function createAccessTokens({ clock, fetch: fetcher, keep }: TokenOptions): AccessTokens {
  const held = new Map<string, HeldToken>();
  const underWay = new Map<string, Promise<HeldToken>>();

  async function fetchToken(entry: OpenEntry, source: TokenSource): Promise<HeldToken> {
    const { name } = entry.terms;
    const answer = await ask(source, entry.secret, fetcher).catch((thrown: unknown) => {
      // The cause may hold the request, and the request the secret.
      throw new TfError('tf_vault_token', `\`${name}\`: no access token: ${reasonOf(thrown)}`);
    });
    const now = clock.nowMs();
    const lifetimeMs = (answer.expires_in ?? DEFAULT_LIFETIME_S) * 1000;
    const token = {
      text: answer.access_token,
      renewAtMs: now + lifetimeMs * RENEW_AFTER,
      endsAtMs: now + lifetimeMs,
    };
    held.set(name, token);
    if (answer.refresh_token !== undefined && answer.refresh_token !== entry.secret.refreshToken)
      keep(entry, { ...entry.secret, refreshToken: answer.refresh_token });
    return token;
  }

  function renew(entry: OpenEntry, source: TokenSource): Promise<HeldToken> {
    const { name } = entry.terms;
    const running = underWay.get(name);
    if (running !== undefined) return running;
    const started = fetchToken(entry, source).finally(() => underWay.delete(name));
    underWay.set(name, started);
    return started;
  }

  async function token(entry: OpenEntry): Promise<string> {
    const { name, oauth: source } = entry.terms;
    if (source === undefined) return entry.secret.value;
    const now = clock.nowMs();
    const present = held.get(name);
    if (present === undefined || present.endsAtMs <= now) return (await renew(entry, source)).text;
    // Good for a while yet: nobody waits, and a renewal that fails is tried again by the next call.
    if (present.renewAtMs <= now) renew(entry, source).catch(() => undefined);
    return present.text;
  }

  return { token, held: () => [...held.values()].map(({ text }) => text) };
}
