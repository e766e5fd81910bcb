import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { messageOf, TfError } from '../base/errors.ts';

/** Codings within codings cost time and mean trouble: nobody sends more than one. */
const MAX_CODINGS = 2;

const brotli = promisify(brotliDecompress);
const gzip = promisify(gunzip);
const zlib = promisify(inflate);
const deflate = promisify(inflateRaw);

/** `deflate` is zlib's format (RFC 9110 8.4.1.2), but some clients send the bare stream. */
function inflateEither(bytes: Buffer, options: { maxOutputLength: number }): Promise<Buffer> {
  const hasZlibHeader =
    bytes.length >= 2 && (bytes[0]! & 15) === 8 && bytes.readUInt16BE(0) % 31 === 0;
  return hasZlibHeader ? zlib(bytes, options) : deflate(bytes, options);
}

function undo(coding: string, bytes: Buffer, maxOutputLength: number): Promise<Buffer> {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return gzip(bytes, { maxOutputLength });
    case 'deflate':
      return inflateEither(bytes, { maxOutputLength });
    case 'br':
      return brotli(bytes, { maxOutputLength });
    default:
      throw new TfError(
        'tf_proxy_body_encoding',
        `the content coding \`${coding}\` is not supported`,
      );
  }
}

/** The codings of a Content-Encoding field, in the order they were applied; `identity` is none. */
export function contentCodings(field: string | undefined): string[] {
  if (field === undefined) return [];
  return field
    .split(',')
    .map(coding => coding.trim().toLowerCase())
    .filter(coding => coding !== '' && coding !== 'identity');
}

/**
 * The content under its codings.
 * @throws TfError tf_proxy_body_encoding: a coding is unknown or broken, or the content is longer
 * than `maxBytes`
 */
export async function decodeContent(
  raw: Buffer,
  codings: readonly string[],
  maxBytes: number,
): Promise<Buffer> {
  if (codings.length > MAX_CODINGS) {
    throw new TfError('tf_proxy_body_encoding', `more than ${MAX_CODINGS} content codings`);
  }
  let bytes = raw;
  for (const coding of codings.toReversed()) bytes = await undoChecked(coding, bytes, maxBytes);
  return bytes;
}

async function undoChecked(coding: string, bytes: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await undo(coding, bytes, maxBytes);
  } catch (thrown) {
    if (thrown instanceof TfError) throw thrown;
    const reason = isTooLong(thrown)
      ? `longer than ${maxBytes} bytes when decoded`
      : messageOf(thrown);
    throw new TfError('tf_proxy_body_encoding', `\`${coding}\` content: ${reason}`, {
      cause: thrown,
    });
  }
}

function isTooLong(thrown: unknown): boolean {
  return thrown instanceof RangeError && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE';
}
