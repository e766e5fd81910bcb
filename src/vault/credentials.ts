/** What a gateway does with a vault: secrets for requests, placeholders for the child, a mask for everything else. */
import type { Clock } from '../base/clock.ts';
import { messageOf, TfError } from '../base/errors.ts';
import { type AccessTokens, createAccessTokens } from './access-tokens.ts';
import { type Binding, covers, type EntrySecret, type EntryTerms } from './entry.ts';
import { carriesPlaceholder, type Injectable, type Injected, inject } from './injection.ts';
import { type SecretMask, secretMask } from './secret-mask.ts';
import type { Vault } from './vault.ts';
import type { OpenEntry } from './vault-file.ts';

export interface Credentials {
  /**
   * The request with its secrets: that of the entry `named`, and those whose placeholders it carries, each only where its
   * binding covers the request. Undefined when nothing is to be put in.
   * @throws TfError `tf_vault_token`; `tf_vault_entry` when the named entry is gone or bound to somewhere else
   */
  inject(request: Injectable, named: string | undefined): Promise<Injected | undefined>;
  /** Where placeholders are swapped: requests there must be read. */
  bindings(): readonly Binding[];
  terms(name: string): EntryTerms | undefined;
  /** Takes over what was changed in the vault. @throws TfError */
  refresh(): void;
  /** Masks every secret of the vault, and every token got with one. */
  mask(): SecretMask;
  /** Changes to an inherited environment: placeholders in, secrets out. */
  environment(
    base: Readonly<Record<string, string | undefined>>,
  ): Record<string, string | undefined>;
}

export interface CredentialOptions {
  /** Absent: no vault. */
  readonly vault?: Vault;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly warn: (message: string) => void;
}

function isPlaceholder({ terms }: OpenEntry): boolean {
  return terms.placement.kind === 'placeholder';
}

/** Everything in an entry that must not be seen. */
function secretsOf({ secret }: OpenEntry): string[] {
  return [secret.value, secret.refreshToken ?? ''].filter(text => text !== '');
}

function childVariables(entries: readonly OpenEntry[]): [string, string][] {
  return entries.flatMap(({ terms: { placement, env } }) =>
    placement.kind === 'placeholder'
      ? env.map((name): [string, string] => [name, placement.text])
      : [],
  );
}

class VaultCredentials implements Credentials {
  private readonly vault: Vault | undefined;
  private readonly tokens: AccessTokens;
  private masked: { readonly key: string; readonly mask: SecretMask } | undefined;

  constructor(options: CredentialOptions) {
    this.vault = options.vault;
    this.tokens = createAccessTokens({
      ...options,
      keep: (entry, secret) => this.keep(entry, secret, options.warn),
    });
  }

  /** The token works on without: only the next start would miss it. */
  private keep({ terms }: OpenEntry, secret: EntrySecret, warn: CredentialOptions['warn']): void {
    try {
      this.vault?.set(terms, secret);
    } catch (error) {
      warn(`the new refresh token of \`${terms.name}\` could not be kept: ${messageOf(error)}`);
    }
  }

  refresh(): void {
    this.vault?.refresh();
  }

  private entries(): readonly OpenEntry[] {
    return this.vault?.entries() ?? [];
  }

  async inject(request: Injectable, named: string | undefined): Promise<Injected | undefined> {
    let injected: Injected | undefined;
    for (const entry of this.applicable(request, named))
      injected = await this.injectOne({ ...request, ...injected }, entry, injected);
    return injected;
  }

  private applicable(request: Injectable, named: string | undefined): OpenEntry[] {
    const substituted = this.entries().filter(entry => isCarried(entry, request));
    if (named === undefined) return substituted;
    const entry = this.vault?.entry(named);
    if (entry === undefined)
      throw new TfError('tf_vault_entry', `the vault has no entry \`${named}\``);
    const { binding } = entry.terms;
    if (!covers(binding, request.origin, request.path))
      throw new TfError('tf_vault_entry', `\`${named}\` is not for this address`);
    return [entry, ...substituted.filter(other => other !== entry)];
  }

  private async injectOne(
    request: Injectable,
    entry: OpenEntry,
    before: Injected | undefined,
  ): Promise<Injected> {
    const injected = inject(request, entry.terms, await this.tokens.token(entry));
    return { ...injected, secrets: [...(before?.secrets ?? []), ...injected.secrets] };
  }

  bindings(): readonly Binding[] {
    return this.entries()
      .filter(isPlaceholder)
      .map(({ terms }) => terms.binding);
  }

  terms(name: string): EntryTerms | undefined {
    return this.vault?.entry(name)?.terms;
  }

  mask(): SecretMask {
    const secrets = [...this.entries().flatMap(secretsOf), ...this.tokens.held()];
    const key = secrets.join('\n');
    if (this.masked?.key !== key) this.masked = { key, mask: secretMask(secrets) };
    return this.masked.mask;
  }

  environment(
    base: Readonly<Record<string, string | undefined>>,
  ): Record<string, string | undefined> {
    const secrets = new Set(this.entries().flatMap(secretsOf));
    const leaked = Object.keys(base).filter(name => secrets.has(base[name] ?? ''));
    return {
      ...Object.fromEntries(leaked.map(name => [name, undefined])),
      ...Object.fromEntries(childVariables(this.entries())),
    };
  }
}

function isCarried({ terms }: OpenEntry, { origin, path, headers }: Injectable): boolean {
  const { placement, binding } = terms;
  return (
    placement.kind === 'placeholder' &&
    covers(binding, origin, path) &&
    carriesPlaceholder(headers, placement.text)
  );
}

export function createCredentials(options: CredentialOptions): Credentials {
  return new VaultCredentials(options);
}
