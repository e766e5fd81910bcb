/*
 * The proxy: npm proxy-chain is the shell (CONNECT parsing, blind tunnels, the registry of
 * connections); requests are taken over before it would forward them. One HTTP server parses
 * everything: sockets from inside intercepted tunnels are given back to it, and `tunnelOf` tells
 * where they lead.
 */
import type { lookup } from 'node:dns';
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type PrepareRequestFunctionResult, Server } from 'proxy-chain';
import { messageOf, TfError } from '../base/errors.ts';
import { LIMITS } from '../base/limits.ts';
import { type Counters, newCounters } from './counters.ts';
import type { ProxyRequest } from './exchange.ts';
import { guardedLookup, literalOutOfReach } from './guarded-lookup.ts';
import { HttpExchange } from './http-exchange.ts';
import type { ConnectRequest, ConnectVerdict, ProxyOptions } from './options.ts';
import {
  denied,
  type Refusal,
  type RefusalResponse,
  refusalOf,
  refusalResponse,
  responseText,
} from './refusal.ts';
import { readBody } from './request-body.ts';
import { connectionId, readHead, runOf } from './request-head.ts';
import { createSecureContexts } from './secure-contexts.ts';
import { parseAuthority } from './target.ts';
import { createSniffer, type SnifferOptions, tunnelOf } from './tunnel.ts';
import { isWebSocket, openWebSocket, withoutUpgrade } from './upgrade.ts';
import { createUpstream, type Upstream } from './upstream.ts';

/** A running proxy. */
export interface ProxyServer {
  readonly host: string;
  readonly port: number;
  readonly counters: Readonly<Counters>;
  /** For requests of the gateway's own. */
  readonly upstream: Upstream;
  /** Ends one client's connection with whatever goes through it. */
  endConnection(connection: number): void;
  /** Takes no more connections; those there are go on. */
  stopListening(): void;
  /** Ends it with all its connections. */
  close(): Promise<void>;
}

/** Whether a client would be let in, and as whom. No request that is forwarded looks like this: those name their host. */
export const ADMISSION_PATH = '/.well-known/tameflare';
const LOCALHOST = '127.0.0.1';
/** Longer than clients keep idle connections, so that they, not we, close them. */
const KEEP_ALIVE_MS = 65_000;
const LINGER_MS = 1000;

class GovernServer extends Server {
  readonly counters: Counters = newCounters();
  readonly upstream: Upstream;
  private readonly options: ProxyOptions;
  private readonly sniffing: SnifferOptions;
  private readonly prepared = new WeakMap<IncomingMessage, PrepareRequestFunctionResult>();
  private lastId = 0;

  constructor(options: ProxyOptions) {
    super({ host: options.host ?? LOCALHOST, port: options.port ?? 0, authRealm: 'tameflare' });
    this.options = options;
    this.upstream = createUpstream(options.upstream);
    this.sniffing = {
      contextFor: createSecureContexts(options.authority),
      onHttp: (inner, outer) => this.serveInside(inner, outer),
      onTlsFailure: ({ host }, error) => this.onTlsFailure(host, error),
    };
    this.prepareRequestFunction = ({ request }) => this.prepared.get(request);
    // The strict parser whatever Node was started with; bodies may take their time, heads may not.
    Object.assign(this.server, {
      insecureHTTPParser: false,
      keepAliveTimeout: KEEP_ALIVE_MS,
      requestTimeout: 0,
    });
    this.server.on('upgrade', (message: IncomingMessage, socket: Socket, early: Buffer) => {
      this.onUpgrade(message, socket, early).catch(thrown =>
        this.refuseSocket(refusalOf(thrown), socket),
      );
    });
  }

  private stopped: Promise<void> | undefined;

  stopListening(): void {
    this.stopped ??= new Promise(resolve => this.server.close(() => resolve()));
  }

  async end(): Promise<void> {
    this.stopListening();
    this.closeConnections();
    await this.stopped;
  }

  override async onRequest(message: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (message.url === ADMISSION_PATH) {
        const agent = runOf(message, this.options.authenticate);
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ agent }));
        return;
      }
      const head = readHead(message, this.nextId(), this.options.authenticate);
      const maxBytes = this.options.maxBodyBytes ?? LIMITS.maxBodyBytes;
      const body = await readBody(message, head.headers, maxBytes);
      if (body !== undefined) await this.handle(Object.assign(head, { body }), message, response);
    } catch (thrown) {
      const { status, headers, body } = this.refusalResponse(refusalOf(thrown), message.socket);
      response.writeHead(status, headers).end(body);
    }
  }

  /** Judges a CONNECT before proxy-chain sees it; a tunnel is no way into another. */
  override async onConnect(message: IncomingMessage, socket: Socket, early: Buffer): Promise<void> {
    try {
      if (tunnelOf(socket) !== undefined)
        throw new TfError('tf_proxy_target', 'CONNECT in a tunnel');
      const request = this.connectRequest(message);
      this.prepared.set(message, this.carryOut(await this.options.onConnect(request), request));
      const host = request.host.includes(':') ? `[${request.host}]` : request.host;
      message.url = `${host}:${request.port}`;
      delete message.headers['proxy-authorization'];
    } catch (thrown) {
      this.refuseSocket(refusalOf(thrown), socket);
      return;
    }
    await super.onConnect(message, socket, early);
  }

  override onClientError(thrown: NodeJS.ErrnoException, socket: Socket): void {
    if (thrown.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const reason = 'reason' in thrown ? String(thrown.reason) : thrown.message;
    const error = new TfError('tf_proxy_malformed', `malformed HTTP: ${reason}`, { cause: thrown });
    this.refuseSocket({ status: thrown.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400, error }, socket);
  }

  private refusalResponse(refusal: Refusal, socket: Socket): RefusalResponse {
    this.counters[refusal.status === 403 ? 'denied' : 'refused'] += 1;
    this.options.onTrouble?.({ kind: 'refused', refusal, connection: connectionId(socket) });
    return refusalResponse(refusal, this.options.describeRefusal);
  }

  /** Refuses on a socket that has no parser any more. */
  private refuseSocket(refusal: Refusal, socket: Socket): void {
    socket.end(responseText(this.refusalResponse(refusal, socket)));
    // A client that does not close its side in time is cut off by the registry of proxy-chain.
    socket.setTimeout(LINGER_MS);
  }

  private onTlsFailure(host: string, error: Error): void {
    this.counters.tlsFailures += 1;
    this.options.onTrouble?.({ kind: 'tls-rejected', host, reason: error.message });
  }

  private serveInside(inner: Socket, outer: Socket): void {
    // Node crashes if a TLS socket and the one under it are destroyed in one go: the registry has
    // one of them.
    if (inner !== outer) this.connections.delete(connectionId(outer));
    this.server.emit('connection', inner);
  }

  private nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  private async handle(
    request: ProxyRequest,
    message: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const exchange = new HttpExchange(request, message, response, this.upstream, this.counters);
    this.counters.exchanges += 1;
    this.counters.activeExchanges += 1;
    try {
      await this.options.onExchange(exchange);
      if (!exchange.answered && !exchange.closed) throw new Error('the handler gave no answer');
    } catch (thrown) {
      this.onHandlerFailure(exchange, thrown);
    } finally {
      this.counters.activeExchanges -= 1;
    }
  }

  /** Fails closed: what a handler did not finish is not let through. */
  private onHandlerFailure(exchange: HttpExchange, thrown: unknown): void {
    this.options.onTrouble?.({ kind: 'handler-failed', request: exchange.request, thrown });
    if (exchange.answered) {
      exchange.abort();
      return;
    }
    const error = new TfError('tf_proxy_internal');
    const { headers, body } = refusalResponse({ status: 500, error }, this.options.describeRefusal);
    exchange.respond(500, Object.entries(headers).flat(), body);
  }

  private connectRequest(message: IncomingMessage): ConnectRequest {
    const run = runOf(message, this.options.authenticate);
    const { host, port } = parseAuthority(message.url ?? '');
    return { host, port, connection: connectionId(message.socket), run };
  }

  /** What proxy-chain is to do with a CONNECT. */
  private carryOut(verdict: ConnectVerdict, request: ConnectRequest): PrepareRequestFunctionResult {
    switch (verdict.kind) {
      case 'intercept':
        this.counters.intercepted += 1;
        return { customConnectServer: createSniffer(request, this.sniffing) as HttpServer };
      case 'tunnel': {
        const reach = verdict.reach ?? 'public';
        const error = literalOutOfReach(request.host, reach);
        if (error !== undefined) throw denied(error.message);
        this.counters.tunnelled += 1;
        return { dnsLookup: guardedLookup(reach) as typeof lookup };
      }
      case 'deny':
        throw denied(verdict.message);
    }
  }

  private async onUpgrade(message: IncomingMessage, socket: Socket, early: Buffer): Promise<void> {
    if (!isWebSocket(message.rawHeaders)) {
      socket.unshift(Buffer.concat([withoutUpgrade(message), early]));
      this.server.emit('connection', socket);
      return;
    }
    const head = readHead(message, this.nextId(), this.options.authenticate);
    const verdict = await this.options.onUpgrade?.(head);
    if (verdict?.kind !== 'tunnel')
      throw denied(verdict?.message ?? 'WebSockets are not let through');
    this.counters.upgrades += 1;
    openWebSocket(head, socket, early, this.upstream, verdict.reach ?? 'public');
  }
}

/**
 * Starts a proxy.
 * @throws TfError tf_proxy_listen
 */
export async function createProxy(options: ProxyOptions): Promise<ProxyServer> {
  const server = new GovernServer(options);
  const host = options.host ?? LOCALHOST;
  try {
    await server.listen();
  } catch (thrown) {
    const message = `\`${host}:${options.port ?? 0}\`: ${messageOf(thrown)}`;
    throw new TfError('tf_proxy_listen', message, { cause: thrown });
  }
  const { port, counters, upstream } = server;
  const close = async (): Promise<void> => {
    await Promise.all([server.end(), upstream.close()]);
  };
  const stopListening = (): void => server.stopListening();
  const endConnection = (connection: number): void => void server.closeConnection(connection);
  server.on('connectionClosed', ({ connectionId: id }: { connectionId: number }) =>
    options.onClosed?.(id),
  );
  return { host, port, counters, upstream, endConnection, stopListening, close };
}
