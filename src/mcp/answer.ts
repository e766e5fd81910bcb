/*
 * A server's answer that is no event stream, read whole. Content types are a claim like any other: clients
 * differ in how they read `application/json; x=text/event-stream` or a repeated field, so whatever
 * is not plainly an event stream must be JSON and goes on as JSON.
 */
import { JsonError } from '../base/json.ts';
import type { Json } from '../base/plain-json.ts';
import { type RewriteMessage, rewriteJson } from './message-rewriter.ts';

const EVENTS = 'text/event-stream';

/** Whether an answer with these Content-Type fields is an event stream to everyone. */
export function isEventStream(contentTypes: readonly string[]): boolean {
  return contentTypes.length === 1 && mediaType(contentTypes[0]!) === EVENTS;
}

function mediaType(contentType: string): string {
  return contentType.split(';', 1)[0]!.trim().toLowerCase();
}

/** An answer as it came. */
export interface WholeAnswer {
  readonly status: number;
  readonly contentTypes: readonly string[];
  readonly body: Uint8Array;
  /** Somebody waits for what it says: a request was sent, not only notifications or responses. */
  readonly awaited: boolean;
}

/** What an answer comes to once its messages are judged. */
export type ReadAnswer =
  /** No messages: an error of HTTP's own (OAuth's among them), for the client to see as it came. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'nothing' }
  /** Messages that go on as they stood. */
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly message: Json };

/** Reads an answer's body. @throws JsonError when it should be messages and can't be read as such */
export function readAnswer(answer: WholeAnswer, rewrite: RewriteMessage): ReadAnswer {
  const { status, body } = answer;
  // HTTP 202 carries no message (transports); older servers put a word into it.
  if (body.length === 0 || status === 202) return { kind: 'nothing' };
  try {
    return asRead(rewriteJson(body, rewrite));
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return unreadable(answer, error);
  }
}

function asRead(change: ReturnType<RewriteMessage>): ReadAnswer {
  switch (change.kind) {
    case 'keep':
      return { kind: 'same' };
    case 'drop':
      return { kind: 'nothing' };
    case 'replace':
      return { kind: 'changed', message: change.message };
  }
}

function unreadable({ status, contentTypes, awaited }: WholeAnswer, error: JsonError): ReadAnswer {
  const succeeded = status >= 200 && status < 300;
  const mayBeEvents = contentTypes.some(type => type.toLowerCase().includes(EVENTS));
  if (!succeeded && !mayBeEvents) return { kind: 'foreign' };
  if (!awaited) return { kind: 'nothing' };
  throw error;
}
