/** A mirrored header's value: text outside plain ASCII travels as `=?base64?…?=` (2026-07-28, transports). */
export function decodeHeader(value: string): string {
  const encoded = /^=\?base64\?([A-Za-z0-9+/]*={0,2})\?=$/.exec(value);
  return encoded === null ? value : Buffer.from(encoded[1]!, 'base64').toString('utf8');
}
