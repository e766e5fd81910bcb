import type { IncomingMessage } from 'node:http';
import { TfError } from '../base/errors.ts';
import { contentCodings, decodeContent } from './content-coding.ts';
import type { RequestBody } from './exchange.ts';
import { type HeaderList, headerValue, headerValues } from './headers.ts';

const NOTHING: RequestBody = { kind: 'complete', raw: Buffer.alloc(0), bytes: Buffer.alloc(0) };

/**
 * The whole body, or what was read of it when it passed the limit; undefined if the client left.
 */
type Read = { readonly bytes: Buffer; readonly complete: boolean } | undefined;

/** Whether a request has a body at all (RFC 9112 6.3). */
function hasBody({ rawHeaders }: IncomingMessage): boolean {
  const length = headerValue(rawHeaders, 'content-length');
  if (length !== undefined && length !== '0') return true;
  return headerValue(rawHeaders, 'transfer-encoding') !== undefined;
}

/**
 * Reads until the end or past `maxBytes`; then the request is paused and the rest still in it.
 * Listeners stay where they can do no harm: taking them off costs more than reading a small body.
 */
function readBounded(request: IncomingMessage, maxBytes: number): Promise<Read> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let length = 0;
    const bytes = (): Buffer => (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length));
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= maxBytes) return;
      request.off('data', onData).pause();
      resolve({ bytes: bytes(), complete: false });
    };
    request.on('data', onData);
    request.on('end', () => resolve({ bytes: bytes(), complete: true }));
    request.on('close', () => resolve(undefined));
  });
}

async function decoded(
  raw: Buffer,
  codings: readonly string[],
  maxBytes: number,
): Promise<RequestBody> {
  try {
    return { kind: 'complete', raw, bytes: await decodeContent(raw, codings, maxBytes) };
  } catch (error) {
    if (error instanceof TfError) return { kind: 'undecodable', raw, error };
    throw error;
  }
}

/**
 * Reads a request's body within the limit; undefined if the client left before its end.
 * @param headers the fields that will be forwarded: what the upstream is not told is not undone
 * here
 */
export async function readBody(
  request: IncomingMessage,
  headers: HeaderList,
  maxBytes: number,
): Promise<RequestBody | undefined> {
  if (!hasBody(request)) return NOTHING;
  const read = await readBounded(request, maxBytes);
  if (read === undefined) return undefined;
  if (!read.complete) return { kind: 'oversize', head: read.bytes };
  const codings = contentCodings(headerValues(headers, 'content-encoding').join(','));
  if (codings.length === 0) return { kind: 'complete', raw: read.bytes, bytes: read.bytes };
  return decoded(read.bytes, codings, maxBytes);
}
