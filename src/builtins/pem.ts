/** One block of a PEM text (RFC 7468). */
export interface PemBlock {
  /** `CERTIFICATE`, `PUBLIC KEY`, … */
  readonly type: string;
  readonly bytes: Buffer;
}

const BLOCK = /-----BEGIN ([^\r\n]*?)-----[ \t]*\r?\n([\s\S]*?)-----END \1-----[ \t]*(?:\r?\n|$)/;

/** Lines such as `Proc-Type: 4,ENCRYPTED` may stand before the body. */
function withoutHeaders(body: string): string {
  return body.replace(/^(?:[^\r\n:]+:[^\r\n]*\r?\n)+\s*/, '');
}

/** The first block of a text, and what follows it. */
export function firstBlock(text: string): { block: PemBlock; rest: string } | undefined {
  const match = BLOCK.exec(text);
  if (match === null) return undefined;
  const [whole, type = '', body = ''] = match;
  const base64 = withoutHeaders(body).replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return undefined;
  const rest = text.slice(match.index + whole.length);
  return { block: { type, bytes: Buffer.from(base64, 'base64') }, rest };
}

/** Every block of a text. */
export function allBlocks(text: string): PemBlock[] {
  const first = firstBlock(text);
  return first === undefined ? [] : [first.block, ...allBlocks(first.rest)];
}
