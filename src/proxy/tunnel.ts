/*
 * Inside an accepted CONNECT nothing says yet what the client will speak. Its first byte does: 0x16
 * is a TLS handshake record (RFC 8446 5.1), which is answered with a certificate for the CONNECT's
 * host; anything else is taken for plain HTTP (Node 22 and 24 tunnel `http:` URLs) and fails in the
 * parser if it is not.
 */
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { Target } from './target.ts';

const TLS_HANDSHAKE = 0x16;
/** A client that opens a tunnel and says nothing. */
const SILENCE_MS = 60_000;

/** A tunnel's far end and who opened it, kept with the socket. */
export interface Tunnel extends Target {
  readonly connection: number;
  readonly run?: string | undefined;
}

/** What a CONNECT asked for, before it is known what is spoken inside. */
export type TunnelRequest = Omit<Tunnel, 'scheme'>;

const tunnels = new WeakMap<Socket, Tunnel>();

/** The tunnel a socket is the inside of. */
export function tunnelOf(socket: Socket): Tunnel | undefined {
  return tunnels.get(socket);
}

export interface SnifferOptions {
  contextFor(host: string): SecureContext;
  /** Takes the socket on which HTTP is spoken: the tunnel's own, or the TLS one over it. */
  onHttp(inner: Socket, outer: Socket): void;
  onTlsFailure(tunnel: Tunnel, error: Error): void;
}

/** Looks like a server to proxy-chain, which emits `connection` with the accepted socket. */
export function createSniffer(request: TunnelRequest, options: SnifferOptions): EventEmitter {
  return new EventEmitter().on('connection', (socket: Socket) => {
    // The registry of proxy-chain destroys a socket that times out.
    socket.setTimeout(SILENCE_MS);
    socket.once('readable', () => sniff(socket, request, options));
  });
}

function sniff(socket: Socket, request: TunnelRequest, options: SnifferOptions): void {
  const first: Buffer | null = socket.read();
  if (first === null) return void socket.destroy();
  socket.unshift(first);
  if (first[0] === TLS_HANDSHAKE) secure(socket, { ...request, scheme: 'https' }, options);
  else enter(socket, socket, { ...request, scheme: 'http' }, options);
}

function enter(socket: Socket, inner: Socket, tunnel: Tunnel, options: SnifferOptions): void {
  socket.setTimeout(0);
  tunnels.set(inner, tunnel);
  options.onHttp(inner, socket);
}

function secure(socket: Socket, tunnel: Tunnel, options: SnifferOptions): void {
  const inner = new TLSSocket(socket, {
    isServer: true,
    secureContext: options.contextFor(tunnel.host),
    ALPNProtocols: ['http/1.1'],
  });
  const onFailure = (error: Error): void => {
    options.onTlsFailure(tunnel, error);
    inner.destroy();
  };
  inner.once('error', onFailure);
  inner.once('secure', () => {
    inner.off('error', onFailure);
    enter(socket, inner, tunnel, options);
  });
}
