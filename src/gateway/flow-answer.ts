import { type Json, stringifyJson } from '../base/plain-json.ts';
import { sseComment, sseMessage } from '../mcp/sse.ts';
import type { Chunk, Exchange, ResponseStream } from '../proxy/exchange.ts';
import { headerValue } from '../proxy/headers.ts';
import type { AnswerStream } from './legacy-endpoints.ts';

const JSON_HEADERS = ['content-type', 'application/json'] as const;
export const SSE_HEADERS = [
  'content-type',
  'text/event-stream',
  'cache-control',
  'no-cache, no-transform',
  'x-accel-buffering',
  'no',
] as const;

/** How an exchange is answered with JSON-RPC: in the content type the client takes, in a stream if one is open. */
export class FlowAnswer {
  private readonly exchange: Exchange;
  private readonly aside: AnswerStream | undefined;
  private open: ResponseStream | undefined;

  /** @param aside where the client reads its answers, if not in the answer to its request */
  constructor(exchange: Exchange, aside?: AnswerStream) {
    this.exchange = exchange;
    this.aside = aside;
  }

  private accepts(type: string): boolean {
    const accept = headerValue(this.exchange.request.headers, 'accept');
    return accept === undefined || accept.includes(type) || accept.includes('*/*');
  }

  /** Whether a call can be held: its client reads event streams. */
  get canStream(): boolean {
    if (this.aside !== undefined) return true;
    const accept = headerValue(this.exchange.request.headers, 'accept') ?? '';
    return accept.includes('text/event-stream');
  }

  /** The stream a held call is answered in, if one is open. */
  get stream(): ResponseStream | undefined {
    return this.open;
  }

  /** Opens the event stream; its headers leave at once. */
  openStream(): void {
    if (this.aside === undefined) this.open ??= this.exchange.stream(200, SSE_HEADERS);
  }

  /** Keeps an open stream alive; `message` goes out as an event. */
  keepAlive(comment: string, message?: Json): void {
    const json = message === undefined ? undefined : stringifyJson(message);
    if (this.aside === undefined)
      this.open?.write(sseComment(comment) + (json === undefined ? '' : sseMessage(json)));
    else {
      this.aside.comment(comment);
      if (json !== undefined) this.aside.message(json);
    }
  }

  /** Answers with one JSON-RPC message, or an array of them, and ends the exchange. */
  json(status: number, message: Json): void {
    if (this.exchange.closed) return;
    const text = stringifyJson(message);
    if (this.aside !== undefined && status === 200) {
      this.aside.message(text);
      this.accepted();
    } else if (this.open !== undefined) this.open.end(sseMessage(text));
    else if (status === 200 && !this.accepts('application/json')) {
      this.exchange.respond(status, SSE_HEADERS, sseMessage(text));
    } else this.exchange.respond(status, JSON_HEADERS, text);
  }

  /** Accepts without an answer: notifications and responses get HTTP 202 and no body. */
  accepted(): void {
    if (!this.exchange.closed) this.exchange.respond(202, [], '');
  }

  /** Plain text, for traffic that is not MCP. */
  text(status: number, body: Chunk): void {
    if (!this.exchange.closed)
      this.exchange.respond(status, ['content-type', 'text/plain; charset=utf-8'], body);
  }
}
