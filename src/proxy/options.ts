import type { CertificateAuthority } from './certificate-authority.ts';
import type { Exchange, Reach, RequestHead } from './exchange.ts';
import type { DescribeRefusal, Refusal } from './refusal.ts';
import type { Authenticate } from './request-head.ts';
import type { Authority } from './target.ts';
import type { UpstreamOptions } from './upstream.ts';

/** A CONNECT that asks to be let through. */
export interface ConnectRequest extends Authority {
  readonly connection: number;
  readonly run?: string | undefined;
}

/**
 * What becomes of a CONNECT. Clients show a refused one as an opaque network error: what is
 * governed is better intercepted and answered inside.
 */
export type ConnectVerdict =
  | { readonly kind: 'intercept' }
  /** Passed on unread. `reach` defaults to `public`. */
  | { readonly kind: 'tunnel'; readonly reach?: Reach }
  | { readonly kind: 'deny'; readonly message: string };

/** What becomes of a WebSocket. */
export type UpgradeVerdict = Exclude<ConnectVerdict, { kind: 'intercept' }>;

/** What went wrong beside the exchanges, for logs and the audit. */
export type Trouble =
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly connection: number }
  | { readonly kind: 'tls-rejected'; readonly host: string; readonly reason: string }
  | { readonly kind: 'handler-failed'; readonly request: RequestHead; readonly thrown: unknown };

export interface ProxyOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Signs the certificates of intercepted hosts. */
  readonly authority: CertificateAuthority;
  /**
   * Names the run that credentials belong to; undefined refuses them. Without it none are asked
   * for.
   */
  readonly authenticate?: Authenticate;
  readonly onConnect: (request: ConnectRequest) => ConnectVerdict | Promise<ConnectVerdict>;
  readonly onExchange: (exchange: Exchange) => Promise<void>;
  /** Without it WebSockets are denied. */
  readonly onUpgrade?: (request: RequestHead) => UpgradeVerdict | Promise<UpgradeVerdict>;
  /** A client's connection has ended. */
  readonly onClosed?: (connection: number) => void;
  readonly onTrouble?: (trouble: Trouble) => void;
  /** Default: plain text. */
  readonly describeRefusal?: DescribeRefusal;
  /** A request body the handler sees whole. Default 4 MiB. */
  readonly maxBodyBytes?: number;
  readonly upstream?: UpstreamOptions;
}
