import { STATUS_CODES } from 'node:http';
import { messageOf, TfError } from '../base/errors.ts';

/** A request that is answered here, not by the handler, and why. */
export interface Refusal {
  readonly status: 400 | 403 | 407 | 431 | 500 | 502;
  readonly error: TfError;
}

/** Throws a refusal to where it is answered. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(status: Refusal['status'], error: TfError) {
    super(error.message, { cause: error });
    this.refusal = { status, error };
  }
}

/** A connection that a verdict denies. */
export function denied(message: string): Refused {
  return new Refused(403, new TfError('tf_proxy_denied', message));
}

/** What to answer for whatever was thrown: our own errors blame the request, others ourselves. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refused) return thrown.refusal;
  if (thrown instanceof TfError) return { status: 400, error: thrown };
  const error = new TfError('tf_proxy_internal', messageOf(thrown), { cause: thrown });
  return { status: 500, error };
}

/** The words of a refusal in whatever protocol the client may speak. */
export type DescribeRefusal = (refusal: Refusal) => {
  readonly contentType: string;
  readonly body: string;
};

export interface RefusalResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** `tf_proxy_target: the request has more than one Host field` */
const describeAsText: DescribeRefusal = ({ error }) => ({
  contentType: 'text/plain; charset=utf-8',
  body: `${error.code}: ${error.message}\n`,
});

/** A refusal as a response; 407 says which credentials are meant. */
export function refusalResponse(
  refusal: Refusal,
  describe: DescribeRefusal = describeAsText,
): RefusalResponse {
  const { contentType, body } = describe(refusal);
  const headers: Record<string, string> = {
    'content-type': contentType,
    'content-length': String(Buffer.byteLength(body)),
  };
  if (refusal.status === 407) headers['proxy-authenticate'] = 'Basic realm="tameflare"';
  return { status: refusal.status, headers, body };
}

/** A whole response for a socket without a parser; the connection ends with it. */
export function responseText({ status, headers, body }: RefusalResponse): string {
  const fields = Object.entries({ ...headers, connection: 'close' });
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`;
}
