/** Newline-delimited messages from a stream of bytes. A line beyond the bound is told without its rest. */

export type Line =
  | { readonly kind: 'line'; readonly bytes: Buffer }
  | { readonly kind: 'too-long'; readonly head: Buffer };

const LINE_FEED = 0x0a;

/** Splits chunks at line feeds; empty lines are no messages. */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let length = 0;
  const take = (): Line[] => {
    const bytes = withoutReturn(Buffer.concat(parts));
    const tooLong = length > maxBytes;
    parts = [];
    length = 0;
    if (tooLong) return [{ kind: 'too-long', head: bytes }];
    return bytes.length === 0 ? [] : [{ kind: 'line', bytes }];
  };
  const add = (part: Buffer): void => {
    if (length <= maxBytes) parts.push(part.subarray(0, maxBytes - length + 1));
    length += part.length;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      add(chunk.subarray(start, end));
      start = end + 1;
      yield* take();
    }
    add(chunk.subarray(start));
  }
  yield* take();
}

/** Some servers end lines as Windows does. */
function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
}
