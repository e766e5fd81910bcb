/*
 * What the proxy hands to whoever governs: one request, normalized, whatever way it came.
 *
 * The four ways in (absolute-form, TLS in a tunnel, plain HTTP in a tunnel, either one kept alive)
 * end in the same `ProxyRequest`. What the handler sees is what would be forwarded: hop-by-hop
 * headers are gone, the target has one spelling, and a request that two parties could read
 * differently never gets here.
 *
 * A handler answers an exchange exactly once: `respond`, or `stream`, or `forward` with a plan that
 * passes the response on. `stream` then `forward` is how a held call answers into an open stream.
 */
import type { TfError } from '../base/errors.ts';
import type { HeaderList } from './headers.ts';
import type { Target } from './target.ts';

/** How a request reached the proxy. */
export type RequestForm = 'absolute' | 'connect-tls' | 'connect-plain';

/** A request without its body. */
export interface RequestHead extends Target {
  /** Counts up within one proxy. */
  readonly id: number;
  /** The client's connection: requests of one connection or tunnel share it. */
  readonly connection: number;
  readonly form: RequestForm;
  readonly method: string;
  /** `host` or `host:port`, the port only where it is not the scheme's own; goes out as `Host`. */
  readonly authority: string;
  /** `scheme://authority` */
  readonly origin: string;
  /** Path and query as sent; begins with `/`, without dot segments, backslash or fragment. */
  readonly path: string;
  /** End-to-end headers as sent: names keep their case, repeats stay; without Host and framing. */
  readonly headers: HeaderList;
  /** Which run sent it, as its proxy credentials say; absent when credentials are not asked for. */
  readonly run?: string | undefined;
}

/** A request's body, read up to the proxy's limit before the handler is called. */
export type RequestBody =
  /** `bytes` are content-decoded; `raw` is what came, and what is forwarded. */
  | { readonly kind: 'complete'; readonly raw: Buffer; readonly bytes: Buffer }
  /** More than the limit: `head` is what was read of the raw body; forwarding streams the rest. */
  | { readonly kind: 'oversize'; readonly head: Buffer }
  /** A content coding that is unknown, broken, or expands beyond the limit. */
  | { readonly kind: 'undecodable'; readonly raw: Buffer; readonly error: TfError };

export interface ProxyRequest extends RequestHead {
  readonly body: RequestBody;
}

/** Status and end-to-end headers of an upstream's response. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: HeaderList;
}

/**
 * Rewrites a response body as it passes. A returned promise holds the upstream back until it
 * settles; a throw breaks the response off. `end` may return what is left.
 */
export interface ChunkTransform {
  /** Given once, before any chunk: writes to the client between chunks, for as long as the response is open. */
  attach?(write: (chunk: Chunk) => void): void;
  write(chunk: Buffer): Chunk | undefined | Promise<Chunk | undefined>;
  end(): Chunk | undefined | Promise<Chunk | undefined>;
}
export type Chunk = Buffer | string;

/** What is to become of an upstream's response, decided on its head. */
export type ResponsePlan =
  | { readonly kind: 'pass'; readonly headers?: HeaderList }
  | {
      readonly kind: 'transform';
      readonly transform: ChunkTransform;
      /** Replaces status and headers; Content-Length never passes. */
      readonly status?: number;
      readonly headers?: HeaderList;
    }
  | { readonly kind: 'collect'; readonly maxBytes: number };

export interface ForwardOptions {
  /** Replaces the request's headers; hop-by-hop headers and Host are dropped from it. */
  readonly headers?: HeaderList;
  /** Replaces path and query. */
  readonly path?: string;
  /** Replaces the body; Content-Encoding is then dropped. */
  readonly body?: Buffer;
  /** Which addresses the target's name may resolve to. Default `public`. */
  readonly reach?: Reach;
  /** Default: pass the response on as it comes. */
  readonly onResponse?: (head: ResponseHead) => ResponsePlan;
}

/** How far a request may go: `local` adds loopback and private networks, `any` link-local too. */
export type Reach = 'public' | 'local' | 'any';

export type UpstreamResult =
  /** The response was passed on or transformed, to its end. `bytes` counts the upstream's body. */
  | { readonly kind: 'completed'; readonly head: ResponseHead; readonly bytes: number }
  /** The handler has the response and answers the client itself. */
  | { readonly kind: 'collected'; readonly head: ResponseHead; readonly body: Buffer }
  /** Bigger than the plan's `maxBytes`; broken off, the client has no answer yet. */
  | { readonly kind: 'oversize'; readonly head: ResponseHead }
  /**
   * `sent`: the request may have reached the upstream. `answered`: the client already had the head
   * and its response was broken off; else it waits for an answer.
   */
  | {
      readonly kind: 'failed';
      readonly error: TfError;
      readonly sent: boolean;
      readonly answered: boolean;
    }
  /** The client left first; the upstream was aborted. */
  | { readonly kind: 'client-gone' };

/** An answer given piece by piece; its headers are with the client at once. */
export interface ResponseStream {
  /** False when the client reads slower than this writes: await `drained()` before writing more. */
  write(chunk: Chunk): boolean;
  /** Resolves when the client has caught up or has left. */
  drained(): Promise<void>;
  end(chunk?: Chunk): void;
}

export interface Exchange {
  readonly request: ProxyRequest;
  /** The client has left before its answer was complete. */
  readonly closed: boolean;
  /** Aborted when `closed` turns true. */
  readonly signal: AbortSignal;
  /** An answer was begun; another can't be. */
  readonly answered: boolean;
  /** Answers in one go. Content-Length is set here. */
  respond(status: number, headers: HeaderList, body: Chunk): void;
  /** Begins an answer that stays open. */
  stream(status: number, headers: HeaderList): ResponseStream;
  /** Sends the request on, once. Rejects only when `onResponse` or a transform threw. */
  forward(options?: ForwardOptions): Promise<UpstreamResult>;
  /** Breaks a forward off: it comes to `failed`; an answer that has begun ends with `last`, or visibly unfinished. */
  cancel(error: TfError, last?: Chunk): void;
}
