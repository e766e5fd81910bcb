/** A gateway in this process over a project in a temporary folder, and ways to send requests through it. */

import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import tls from 'node:tls';
import { addOperator } from '../../src/approval/operators.ts';
import { callControl } from '../../src/gateway/control-client.ts';
import { type Gateway, startGateway } from '../../src/gateway/gateway.ts';
import { liveRuns, stateFolder } from '../../src/gateway/state-folder.ts';
import type { Vault } from '../../src/vault/vault.ts';

export interface TestGateway {
  readonly gateway: Gateway;
  readonly folder: string;
  /** What operators would have been told. */
  readonly warnings: string[];
  /** The audit's events so far. */
  audit(): AuditLine[];
  /** The control API, as the command line calls it. */
  control(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown>;
  write(name: string, text: string): void;
  close(): Promise<void>;
}

/** One audit event, as far as tests look at it. */
export interface AuditLine {
  readonly outcome: string;
  readonly decision_id: string;
  readonly input: Record<string, never> & {
    action: string;
    tool?: { name: string; arguments?: unknown };
    mcp?: { method: string; direction: string };
    phase: string;
  };
  readonly result: { effect: string; cached: boolean; reasons: { msg: string; source: string }[] };
  readonly upstream?: { status: number };
  readonly hold_ms?: number;
  readonly hidden?: number;
  readonly masked: string[];
}

/** Starts a gateway for `files` (name → text), `tameflare.yaml` among them. */
export async function startTestGateway(
  files: Readonly<Record<string, string>>,
  extraCa: readonly string[] = [],
  vault?: Vault,
  stdioServer?: string,
): Promise<TestGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'tf-gateway-'));
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const state = stateFolder(folder, {});
  mkdirSync(state.path);
  const key = addOperator(state.operators, 'alice', ['*']);
  const warnings: string[] = [];
  const gateway = await startGateway({
    configFile: join(folder, 'tameflare.yaml'),
    folder,
    state,
    user: 'tester',
    command: ['test'],
    extraCa,
    ...(vault === undefined ? {} : { vault }),
    ...(stdioServer === undefined ? {} : { stdioServer }),
    warn: message => warnings.push(message),
  });
  return {
    gateway,
    folder,
    warnings,
    write,
    audit: () =>
      readFileSync(gateway.auditFile, 'utf8')
        .trimEnd()
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line) as AuditLine),
    control: (method, path, body) =>
      callControl(liveRuns(state).at(-1)!.socket, method, path, body, key),
    close: () => gateway.close(),
  };
}

export interface Reply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** Which way a request goes through the proxy. */
export type Form = 'absolute' | 'connect-plain' | 'connect-tls';

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly form?: Form;
  /** Called with each piece of the answer as it comes. */
  readonly onData?: (text: string) => void;
  /** Aborts the request: the client leaves. */
  readonly signal?: AbortSignal;
}

function credentials(proxy: URL): string {
  return `Basic ${Buffer.from(`${proxy.username}:${proxy.password}`).toString('base64')}`;
}

/** A socket inside a tunnel through the proxy. */
async function tunnel(proxy: URL, target: URL, ca: string | undefined): Promise<net.Socket> {
  const authority = `${target.hostname}:${target.port || (target.protocol === 'https:' ? 443 : 80)}`;
  const request = http.request({
    host: proxy.hostname,
    port: proxy.port,
    method: 'CONNECT',
    path: authority,
    headers: { 'proxy-authorization': credentials(proxy) },
  });
  request.end();
  const [response, socket] = (await once(request, 'connect')) as [http.IncomingMessage, net.Socket];
  if (response.statusCode !== 200) throw new Error(`CONNECT answered ${response.statusCode}`);
  if (ca === undefined) return socket;
  const servername = net.isIP(target.hostname) === 0 ? { servername: target.hostname } : {};
  const secure = tls.connect({ socket, ca, host: target.hostname, ...servername });
  await once(secure, 'secureConnect');
  return secure;
}

async function requestOptions(
  gateway: Gateway,
  url: string,
  form: Form,
): Promise<http.RequestOptions> {
  const proxy = new URL(gateway.proxyUrl);
  const target = new URL(url);
  if (form === 'absolute') {
    return {
      host: proxy.hostname,
      port: proxy.port,
      path: url,
      headers: { host: target.host, 'proxy-authorization': credentials(proxy) },
    };
  }
  const socket = await tunnel(
    proxy,
    target,
    form === 'connect-tls' ? gateway.certificate : undefined,
  );
  return {
    createConnection: () => socket,
    path: target.pathname + target.search,
    headers: { host: target.host },
  };
}

/** Sends one request through a gateway's proxy. */
export async function send({ gateway }: TestGateway, url: string, sent: Sent): Promise<Reply> {
  const { method = 'POST', headers = {}, body = '', form = 'absolute', onData, signal } = sent;
  const options = await requestOptions(gateway, url, form);
  return await new Promise((resolve, reject) => {
    const request = http.request(
      {
        ...options,
        method,
        headers: {
          ...options.headers,
          'content-length': String(Buffer.byteLength(body)),
          ...headers,
        },
        ...(signal === undefined ? {} : { signal }),
      },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          onData?.(chunk);
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const MCP_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

/** Sends a JSON-RPC message, or a batch of them. */
export function post(
  gateway: TestGateway,
  url: string,
  message: unknown,
  sent: Sent = {},
): Promise<Reply> {
  return send(gateway, url, {
    ...sent,
    headers: { ...MCP_HEADERS, ...sent.headers },
    body: JSON.stringify(message),
  });
}

/** A tools/call. */
export function toolCall(name: string, args: object = {}, id: number | string = 1): object {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } };
}

/** The messages of an answer, whether it came as JSON or as events. */
export function messagesOf(reply: Reply): Record<string, unknown>[] {
  if (!(reply.headers['content-type'] ?? '').toLowerCase().includes('text/event-stream')) {
    const value = JSON.parse(reply.text) as Record<string, unknown> | Record<string, unknown>[];
    return Array.isArray(value) ? value : [value];
  }
  return reply.text
    .split(/\r?\n/)
    .flatMap(line =>
      line.startsWith('data: ') ? [JSON.parse(line.slice(6)) as Record<string, unknown>] : [],
    );
}

/** The text of a tool's result, and whether it is an error. */
export function toolResult(reply: Reply): { isError: boolean; text: string } {
  const message = messagesOf(reply).find(item => Object.hasOwn(item, 'result')) as {
    result: { isError?: boolean; content: { text: string }[] };
  };
  return {
    isError: message.result.isError === true,
    text: message.result.content.map(item => item.text).join(' '),
  };
}
