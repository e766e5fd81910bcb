import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TfError } from '../base/errors.ts';
import { Answer } from './answer.ts';
import type {
  Chunk,
  Exchange,
  ForwardOptions,
  ProxyRequest,
  ResponseStream,
  UpstreamResult,
} from './exchange.ts';
import { Forward } from './forward.ts';
import { type HeaderList, requestHeaders, withHeader, withoutHeaders } from './headers.ts';
import type { PauseCounter } from './receiver.ts';
import type { Upstream, UpstreamRequest } from './upstream.ts';

const CODING: ReadonlySet<string> = new Set(['content-encoding']);

/** An exchange over Node's server: `IncomingMessage` in, `ServerResponse` out. */
export class HttpExchange implements Exchange {
  readonly request: ProxyRequest;
  closed = false;
  private readonly message: IncomingMessage;
  private readonly upstream: Upstream;
  private readonly counter: PauseCounter;
  private readonly answer: Answer;
  private forwarding: Forward | undefined;
  private controller: AbortController | undefined;

  constructor(
    request: ProxyRequest,
    message: IncomingMessage,
    response: ServerResponse,
    upstream: Upstream,
    counter: PauseCounter,
  ) {
    this.request = request;
    this.message = message;
    this.upstream = upstream;
    this.counter = counter;
    this.answer = new Answer(response);
    response.once('close', () => {
      if (!response.writableFinished) this.onClientGone();
    });
  }

  get answered(): boolean {
    return this.answer.isBegun;
  }

  /** Made only when asked for: most exchanges never need one. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.closed) this.controller.abort();
    return this.controller.signal;
  }

  respond(status: number, headers: HeaderList, body: Chunk): void {
    const length = String(Buffer.byteLength(body));
    this.answer.begin(status, withHeader(headers, 'content-length', length));
    this.answer.end(body);
    if (this.forwarding === undefined) this.discardRest();
  }

  stream(status: number, headers: HeaderList): ResponseStream {
    this.answer.begin(status, headers);
    this.answer.flush();
    return this.answer;
  }

  forward(options: ForwardOptions = {}): Promise<UpstreamResult> {
    if (this.forwarding !== undefined) throw new Error('the exchange was forwarded before');
    if (this.closed) return Promise.resolve({ kind: 'client-gone' });
    const forward = new Forward({
      authority: this.request.authority,
      isHead: this.request.method === 'HEAD',
      answer: this.answer,
      counter: this.counter,
      onResponse: options.onResponse,
    });
    this.forwarding = forward;
    this.upstream.dispatch(this.upstreamRequest(options), forward);
    if (options.body !== undefined) this.discardRest();
    return forward.result;
  }

  cancel(error: TfError, last?: Chunk): void {
    this.forwarding?.cancel(error, last);
  }

  /** Ends an exchange whose handler gave no answer. */
  abort(): void {
    this.answer.destroy();
  }

  private upstreamRequest(options: ForwardOptions): UpstreamRequest {
    const { request } = this;
    const { method, origin } = request;
    const path = options.path ?? request.path;
    const given = options.headers === undefined ? request.headers : requestHeaders(options.headers);
    const headers = ['host', request.authority, ...this.framed(given, options.body)];
    const body = options.body ?? this.originalBody();
    const reach = options.reach ?? 'public';
    return { origin, method, path, headers, body, reach };
  }

  /** What the body's headers must say about the one that is sent. */
  private framed(headers: HeaderList, replaced: Buffer | undefined): HeaderList {
    if (replaced !== undefined) return withoutHeaders(headers, CODING);
    const length = this.message.headers['content-length'];
    if (this.request.body.kind !== 'oversize' || length === undefined) return headers;
    return [...headers, 'content-length', length];
  }

  private originalBody(): UpstreamRequest['body'] {
    const { body } = this.request;
    if (body.kind !== 'oversize') return body.raw.length === 0 ? null : body.raw;
    this.message.unshift(body.head);
    return this.message;
  }

  /**
   * What is left of a body too large to read: unread it would block the connection's next request.
   */
  private discardRest(): void {
    if (this.request.body.kind === 'oversize') this.message.resume();
  }

  private onClientGone(): void {
    this.closed = true;
    this.forwarding?.abandon();
    this.controller?.abort();
  }
}
