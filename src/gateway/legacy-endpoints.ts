/*
 * Where servers of 2024-11-05 (HTTP+SSE) want messages posted: they name the address in the first event of their
 * stream, and it need not lie below the endpoint that the configuration declares. Answers are read from that stream
 * alone, so that ours go there too.
 */
import { LRUCache } from 'lru-cache';
import { JsonError } from '../base/json.ts';
import type { ServerInfo } from '../policy/input.ts';
import type { Config } from './config.ts';

const MAX_ENDPOINTS = 1000;

/** The stream that a client reads its answers from, where that is not the answer to its post; nothing once it has ended. */
export interface AnswerStream {
  message(json: string): void;
  /** Keeps the connection alive where that is needed. */
  comment(text: string): void;
}

export class LegacyEndpoints {
  private readonly servers = new LRUCache<string, ServerInfo>({ max: MAX_ENDPOINTS });
  private readonly streams = new LRUCache<string, AnswerStream>({ max: MAX_ENDPOINTS });

  /**
   * A declared server's stream names an address.
   * @throws JsonError if it is of another origin: what is posted there would not be that server's
   */
  add(server: ServerInfo, address: string, answers: AnswerStream): void {
    const url = new URL(address, `${server.origin}${server.path}`);
    if (url.origin !== server.origin)
      throw new JsonError('an endpoint event names an address of another origin', 0);
    this.servers.set(`${url.origin}${url.pathname}`, server);
    this.streams.set(`${url.origin}${url.pathname}${url.search}`, answers);
  }

  /** The stream whose client posts to exactly this address. */
  stream(origin: string, path: string): AnswerStream | undefined {
    return this.streams.get(`${origin}${path}`);
  }

  /** The server that named an address, if the configuration still declares it. */
  find({ servers }: Config, origin: string, path: string): ServerInfo | undefined {
    const server = this.servers.get(`${origin}${path.split('?', 1)[0]}`);
    const declared = servers.some(
      ({ name, ...at }) => name === server?.name && at.origin === origin && at.path === server.path,
    );
    return declared ? server : undefined;
  }
}
