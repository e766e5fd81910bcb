/*
 * A client and a server on stdio with the gateway between them (MCP, transports: newline-delimited JSON-RPC). What the
 * client says goes through the pipeline line by line; what the server says unasked is judged as what comes on a GET
 * stream over HTTP is. Lines that can't be read go nowhere.
 */
import type { Readable, Writable } from 'node:stream';
import { messageOf, TfError } from '../base/errors.ts';
import { JsonError } from '../base/json.ts';
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../base/plain-json.ts';
import { looseIdKey } from '../mcp/json-rpc.ts';
import { parseAnswer, rewriteJson } from '../mcp/message-rewriter.ts';
import { VERSION_WITHOUT_HEADER } from '../mcp/protocol.ts';
import type { ServerInfo } from '../policy/input.ts';
import type { RequestBody } from '../proxy/exchange.ts';
import type { Flow } from './flow.ts';
import { govern } from './pipeline.ts';
import { serverMessages } from './server-messages.ts';
import { stdioExchange } from './stdio-exchange.ts';
import { type Line, readLines } from './stdio-lines.ts';

/** Two ends of a pipe: what is read from a peer, and what is written to it. */
export interface Pipe {
  readonly input: Readable;
  readonly output: Writable;
}

export interface StdioBridge {
  readonly client: Pipe;
  readonly server: Pipe;
  readonly info: ServerInfo;
  readonly maxLineBytes: number;
  /** Makes the flow of an exchange with the server. */
  readonly flow: (parts: Pick<Flow, 'exchange' | 'server'> & FlowParts) => Flow;
  readonly warn: (message: string) => void;
}

/** What a flow on stdio has besides its exchange. */
export interface FlowParts {
  readonly answerServer: (message: JsonObject) => void;
  readonly writeMessage: (text: string) => void;
}

/** No honest answer is longer. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

type Waiting = {
  readonly resolve: (line: Buffer) => void;
  readonly reject: (error: Error) => void;
};

/** The server as one connection: who waits for which answer. */
class ServerEnd {
  private readonly waiting = new Map<string, Waiting>();
  private readonly output: Writable;
  private gone = false;

  constructor(output: Writable) {
    this.output = output;
  }

  write(line: Buffer | string): void {
    this.output.write(line);
    this.output.write('\n');
  }

  send(line: Buffer): Promise<Buffer | undefined> {
    const id = awaitedId(line);
    if (this.gone) return Promise.reject(goneError());
    this.write(line);
    if (id === undefined) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  /** Hands an answer to whoever waits for it; false when nobody does. */
  settle(id: string, line: Buffer): boolean {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    waiting?.resolve(line);
    return waiting !== undefined;
  }

  /** The server has ended: nobody is answered any more. */
  end(): void {
    this.gone = true;
    for (const { reject } of this.waiting.values()) reject(goneError());
    this.waiting.clear();
  }
}

function goneError(): TfError {
  return new TfError('tf_proxy_upstream', 'the server has ended');
}

/** The id under which a line's answer comes; a batch's answers come as the server likes. */
function awaitedId(line: Buffer): string | undefined {
  const message = parseAnswer(line);
  if (!isJsonObject(message) || !('method' in message)) return undefined;
  return idOf(message);
}

function idOf({ id }: JsonObject): string | undefined {
  return typeof id === 'string' || typeof id === 'number' ? looseIdKey(id) : undefined;
}

/** A client's line as the body of a request. */
function bodyOf(line: Line): RequestBody {
  return line.kind === 'line'
    ? { kind: 'complete', raw: line.bytes, bytes: line.bytes }
    : { kind: 'oversize', head: line.head };
}

/** The version that an answer to `initialize` settles. */
function settledVersion(answer: Json): string | undefined {
  const result = isJsonObject(answer) ? answer['result'] : undefined;
  const version = isJsonObject(result) ? result['protocolVersion'] : undefined;
  return typeof version === 'string' && isJsonObject(result) && 'capabilities' in result
    ? version
    : undefined;
}

/** Resolves when a peer has caught up, or takes nothing any more. */
function drained(output: Writable): Promise<void> {
  return new Promise(resolve => {
    output.once('drain', resolve);
    output.once('close', resolve);
  });
}

/** A bridge while it runs. */
class Running {
  private readonly bridge: StdioBridge;
  private readonly serverEnd: ServerEnd;
  private readonly clientGone = new AbortController();
  private version: string | undefined;
  private lines = 0;

  constructor(bridge: StdioBridge) {
    this.bridge = bridge;
    this.serverEnd = new ServerEnd(bridge.server.output);
    for (const output of [bridge.client.output, bridge.server.output])
      output.on('error', error => this.told(error));
  }

  private told(error: Error): void {
    this.bridge.warn(`a message on stdio was lost: ${error.message}`);
  }

  private readonly writeLine = (text: string): void => {
    this.bridge.client.output.write(`${text}\n`);
  };

  private flowOf(body: RequestBody): Flow {
    const { info, flow } = this.bridge;
    this.lines += 1;
    const exchange = stdioExchange({
      id: this.lines,
      origin: info.origin,
      body,
      version: this.version,
      server: this.serverEnd,
      signal: this.clientGone.signal,
      writeLine: this.writeLine,
    });
    const answerServer = (message: JsonObject) => this.serverEnd.write(stringifyJson(message));
    return flow({ exchange, server: info, answerServer, writeMessage: this.writeLine });
  }

  /** The client's lines, each on its own way; the next is read once the server takes more. */
  async readClient(): Promise<void> {
    const { client, server, maxLineBytes } = this.bridge;
    for await (const line of readLines(client.input, maxLineBytes)) {
      govern(this.flowOf(bodyOf(line))).catch((error: unknown) => this.told(error as Error));
      if (server.output.writableNeedDrain) await drained(server.output);
    }
    this.clientGone.abort();
    server.output.end();
  }

  async readServer(): Promise<void> {
    const { client, server } = this.bridge;
    for await (const line of readLines(server.input, MAX_ANSWER_BYTES)) {
      if (line.kind === 'line') this.onServerLine(line.bytes);
      else this.bridge.warn('a line of the server was too long and went nowhere');
      if (client.output.writableNeedDrain) await drained(client.output);
    }
    this.serverEnd.end();
  }

  private onServerLine(line: Buffer): void {
    try {
      const message = parseAnswer(line);
      this.version ??= settledVersion(message);
      const isResponse = isJsonObject(message) && !('method' in message);
      const id = isResponse ? idOf(message) : undefined;
      if (id === undefined || !this.serverEnd.settle(id, line)) this.unasked(line);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      this.bridge.warn(`a line of the server is no message and went nowhere: ${messageOf(error)}`);
    }
  }

  /** Notifications, requests, and answers that nobody waits for any more: judged as on a stream of their own. */
  private unasked(line: Buffer): void {
    const flow = this.flowOf({ kind: 'complete', raw: Buffer.alloc(0), bytes: Buffer.alloc(0) });
    const version = this.version ?? VERSION_WITHOUT_HEADER;
    flow.traffic = { kind: 'transport', action: 'mcp.stream.open', version };
    const change = rewriteJson(line, serverMessages(flow));
    if (change.kind === 'keep') this.writeLine(line.toString());
    else if (change.kind === 'replace') this.writeLine(stringifyJson(change.message));
  }
}

/** Bridges until the server has ended. */
export async function bridgeStdio(bridge: StdioBridge): Promise<void> {
  const running = new Running(bridge);
  const reading = running.readClient().catch((error: unknown) => bridge.warn(messageOf(error)));
  await running.readServer();
  bridge.client.input.destroy();
  await reading;
}
