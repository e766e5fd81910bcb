/** What a vault keeps: secrets, where each may go, and how it gets there. */

/** Where a secret may be sent: this origin exactly, this path or one below. */
export interface Binding {
  readonly origin: string;
  /** Begins with `/`. */
  readonly path: string;
}

/** How a secret is put into a request. */
export type Placement =
  /** `Authorization: Bearer …` */
  | { readonly kind: 'bearer' }
  /** `Authorization: Basic …` */
  | { readonly kind: 'basic'; readonly user: string }
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'query'; readonly name: string }
  /** In place of this text, wherever it stands in a header. */
  | { readonly kind: 'placeholder'; readonly text: string };

/** Where an OAuth token comes from (RFC 6749, 4.4 and 6). */
export interface TokenSource {
  readonly grant: 'client_credentials' | 'refresh_token';
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly scope?: string;
}

/** The part of an entry that is no secret. It is sealed in as additional data: changed, the secret does not open. */
export interface EntryTerms {
  readonly name: string;
  readonly binding: Binding;
  readonly placement: Placement;
  /** Variables of the child that carry the placeholder. */
  readonly env: readonly string[];
  readonly oauth?: TokenSource;
  /** RFC 3339. */
  readonly changed: string;
}

/** Text that is injected as it is, or what an OAuth token is asked for with. */
export interface EntrySecret {
  /** The secret itself; of an OAuth entry the client's secret, empty for a public client. */
  readonly value: string;
  readonly refreshToken?: string;
}

const ENCODED_SEPARATOR = /%(2e|2f|5c)/i;

function withoutFinalSlash(path: string): string {
  return path.replace(/\/+$/, '');
}

/** Whether a request goes where a secret may go. A path that a server may decode into another one does not. */
export function covers({ origin, path }: Binding, requestOrigin: string, target: string): boolean {
  const requested = target.split('?', 1)[0]!;
  if (origin !== requestOrigin) return false;
  const base = withoutFinalSlash(path);
  if (base === '') return true;
  if (ENCODED_SEPARATOR.test(requested)) return false;
  return withoutFinalSlash(requested) === base || requested.startsWith(`${base}/`);
}
