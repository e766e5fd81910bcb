/*
 * What comes back from a server, message by message, in whatever form it comes: a JSON body, a JSON
 * array, or server-sent events. One rewriter serves all three, so a list can't escape its filter by
 * arriving another way. What should be messages and can't be read is not passed on.
 */
import { JsonError } from '../base/json.ts';
import { type Json, parseJson, stringifyJson } from '../base/plain-json.ts';
import { type RpcMessage, readMessage } from './json-rpc.ts';
import { type SseEvent, SseReader, withData } from './sse.ts';

/** What becomes of one message on its way to the client. */
export type Rewrite =
  | { readonly kind: 'keep' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'replace'; readonly message: Json };

export type RewriteMessage = (message: RpcMessage) => Rewrite;

export const KEEP: Rewrite = { kind: 'keep' };
export const DROP: Rewrite = { kind: 'drop' };

/**
 * Servers may repeat keys in results without harm to us: clients read the last one, and so do we. Texts that
 * a tool has cut in the middle of a character are common and can hide nothing.
 */
const RESPONSE_JSON = { duplicates: 'last', maxDepth: 512, loneSurrogates: 'keep' } as const;

function rewriteValue(value: Json, rewrite: RewriteMessage): Rewrite {
  const message = readMessage(value);
  if (message.kind === 'fault') throw new JsonError(message.message, 0);
  return rewrite(message);
}

function rewriteArray(items: readonly Json[], rewrite: RewriteMessage): Rewrite {
  const kept = items.flatMap(item => {
    const change = rewriteValue(item, rewrite);
    if (change.kind === 'drop') return [];
    return [change.kind === 'replace' ? change.message : item];
  });
  return { kind: 'replace', message: kept };
}

/** A server's JSON as it stood. @throws JsonError */
export function parseAnswer(text: string | Uint8Array): Json {
  return parseJson(text, RESPONSE_JSON);
}

/** Rewrites a JSON text: a message or an array of them. @throws JsonError when it is neither */
export function rewriteJson(text: string | Uint8Array, rewrite: RewriteMessage): Rewrite {
  const value = parseAnswer(text);
  return Array.isArray(value) ? rewriteArray(value, rewrite) : rewriteValue(value, rewrite);
}

/** The address to post to, which opens a stream of 2024-11-05: no message, but only if nobody could read one in it. */
function namesEndpoint({ type, data = '' }: SseEvent): boolean {
  return type === 'endpoint' && /^(?:\/|https?:\/\/)[!-~]*$/.test(data);
}

/** Rewrites an event stream chunk by chunk. */
export class SseRewriter {
  private readonly reader = new SseReader();
  private readonly rewrite: RewriteMessage;
  private readonly onEndpoint: (address: string) => void;

  /** @param onEndpoint told of the address that a stream of 2024-11-05 names; what it throws breaks the stream off */
  constructor(rewrite: RewriteMessage, onEndpoint: (address: string) => void = () => {}) {
    this.rewrite = rewrite;
    this.onEndpoint = onEndpoint;
  }

  /** What these bytes become. @throws JsonError on an event whose data is no message */
  push(bytes: Uint8Array): string {
    return this.reader
      .push(bytes)
      .map(event => {
        // An empty `data` primes resumption (2025-11-25, transports): it carries only an id.
        if (event.data === undefined || event.data === '') return event.text;
        if (namesEndpoint(event)) {
          this.onEndpoint(event.data);
          return event.text;
        }
        const change = rewriteJson(event.data, this.rewrite);
        if (change.kind === 'keep') return event.text;
        return change.kind === 'drop' ? '' : withData(event, stringifyJson(change.message));
      })
      .join('');
  }
}
