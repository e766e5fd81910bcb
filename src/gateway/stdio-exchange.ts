/*
 * One message of a client on stdio as the exchange that the pipeline judges: what would be posted over HTTP is a line
 * here, and so is its answer. A request waits for the line with its id; everything else is accepted at once.
 */
import { TfError } from '../base/errors.ts';
import type { Exchange, ForwardOptions, RequestBody, UpstreamResult } from '../proxy/exchange.ts';
import type { HeaderList } from '../proxy/headers.ts';

/** The server's side, as an exchange needs it. */
export interface StdioServer {
  /** Sends a line; resolves to the answer's line, or at once where none is awaited. Rejects when the server has gone. */
  send(line: Buffer): Promise<Buffer | undefined>;
}

export interface StdioRequest {
  readonly id: number;
  readonly origin: string;
  readonly body: RequestBody;
  /** The version that `initialize` settled, if it has. */
  readonly version: string | undefined;
  readonly server: StdioServer;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
  readonly writeLine: (text: string) => void;
}

const ACCEPT: HeaderList = ['accept', 'application/json, text/event-stream'];
const JSON_HEAD = { status: 200, headers: ['content-type', 'application/json'] };
const ACCEPTED_HEAD = { status: 202, headers: [] };

function headersOf(version: string | undefined): HeaderList {
  return version === undefined ? ACCEPT : [...ACCEPT, 'mcp-protocol-version', version];
}

async function forward(
  { server, body, signal }: StdioRequest,
  { body: replaced, onResponse }: ForwardOptions,
  cancelled: Promise<never>,
): Promise<UpstreamResult> {
  if (signal.aborted) return { kind: 'client-gone' };
  const line = replaced ?? (body.kind === 'complete' ? body.raw : Buffer.alloc(0));
  try {
    const answer = await Promise.race([server.send(line), cancelled]);
    const head = answer === undefined ? ACCEPTED_HEAD : JSON_HEAD;
    onResponse?.(head);
    return { kind: 'collected', head, body: answer ?? Buffer.alloc(0) };
  } catch (cause) {
    if (signal.aborted) return { kind: 'client-gone' };
    if (!(cause instanceof TfError)) throw cause;
    return { kind: 'failed', error: cause, sent: true, answered: false };
  }
}

/** A promise that only ever fails, and that nobody need wait for. */
function rejectable(): {
  readonly promise: Promise<never>;
  readonly reject: (error: TfError) => void;
} {
  let reject: (error: TfError) => void = () => {};
  const promise = new Promise<never>((_, refuse) => {
    reject = refuse;
  });
  promise.catch(() => {});
  return { promise, reject };
}

/** A client's line as an exchange. */
export function stdioExchange(request: StdioRequest): Exchange {
  const { id, origin, body, version, signal, writeLine } = request;
  let answered = false;
  const cancelled = rejectable();
  return {
    request: {
      id,
      connection: 0,
      form: 'absolute',
      method: 'POST',
      scheme: 'http',
      host: '',
      port: 0,
      authority: '',
      origin,
      path: '/',
      headers: headersOf(version),
      body,
    },
    get closed() {
      return signal.aborted;
    },
    signal,
    get answered() {
      return answered;
    },
    respond(_status, _headers, answer) {
      answered = true;
      if (answer.length > 0) writeLine(answer.toString());
    },
    stream: () => {
      throw new Error('an answer on stdio is one line');
    },
    forward: options => forward(request, options ?? {}, cancelled.promise),
    cancel: cancelled.reject,
  };
}
