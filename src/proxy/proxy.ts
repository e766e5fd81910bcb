/*
 * The proxy: npm proxy-chain is the shell (CONNECT parsing, blind tunnels, 407, the registry of connections);
 * requests are taken over before it would forward them. One HTTP parser serves everything: sockets from inside
 * governed tunnels are given back to the same server, and `tunnelOf` tells them apart.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { RequestError, Server } from 'proxy-chain';
import { messageOf, TfError } from '../base/errors.ts';
import { LIMITS } from '../base/limits.ts';
import type { CertificateAuthority } from './certificate-authority.ts';
import { type Counters, newCounters } from './counters.ts';
import { type Credentials, parseBasic } from './credentials.ts';
import type { Exchange, Reach, RequestHead } from './exchange.ts';
import { checkLiteral, guardedLookup } from './guarded-lookup.ts';
import { headerValue, requestHeaders } from './headers.ts';
import { HttpExchange } from './http-exchange.ts';
import { readBody } from './request-body.ts';
import { createSecureContexts, type SecureContexts } from './secure-contexts.ts';
import { type Authority, authorityOf, parseAuthority, requestTarget } from './target.ts';
import { createSniffer, tunnelOf } from './tunnel.ts';
import { isWebSocket, openWebSocket, refuseUpgrade, withoutUpgrade } from './upgrade.ts';
import { createUpstream, type Upstream, type UpstreamOptions } from './upstream.ts';
