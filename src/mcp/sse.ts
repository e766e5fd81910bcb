/*
 * Server-sent events (WHATWG HTML, 9.2), read incrementally and written back as they stood.
 *
 * An event ends at a blank line; lines end in LF, CRLF or CR. What is not ours to change goes on with
 * its own bytes, so `event:`, `id:`, `retry:` and comments survive; only `data:` is ever rewritten.
 */
import { JsonError } from '../base/json.ts';

/** One event block. */
export interface SseEvent {
  /** The block as it stood, with its closing blank line. */
  readonly text: string;
  /** The `data:` lines joined by LF; undefined for a block without one (a comment, a `retry:`). */
  readonly data: string | undefined;
  /** The last `event:` line's value; `message` if there is none. */
  readonly type: string;
}

const LINE_END = /\r\n|\n|\r(?!\n)/;
const BLOCK_END = /(?:\r\n|\n|\r(?!\n))(?:\r\n|\n|\r(?!\n))/g;
/** A block's end is at most so long: what was searched before need not be searched again but for this. */
const BLOCK_END_CHARS = 4;

/** No honest message is longer; a stream that never ends its event must not fill the memory. */
export const MAX_SSE_EVENT_CHARS = 16 * 1024 * 1024;

/** Splits a byte stream into events as they arrive. */
export class SseReader {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private pending = '';
  /** The last chunk ended in CR: a LF at the start of the next one belongs to it. */
  private afterCarriageReturn = false;

  /** The events completed by these bytes. @throws JsonError on invalid UTF-8 or an endless event */
  push(bytes: Uint8Array): SseEvent[] {
    BLOCK_END.lastIndex = Math.max(0, this.pending.length - BLOCK_END_CHARS);
    this.append(this.decode(bytes));
    const events: SseEvent[] = [];
    let start = 0;
    while (BLOCK_END.test(this.pending)) {
      events.push(readEvent(this.pending.slice(start, BLOCK_END.lastIndex)));
      start = BLOCK_END.lastIndex;
    }
    this.pending = this.pending.slice(start);
    if (this.pending.length > MAX_SSE_EVENT_CHARS) throw new JsonError('event is too long', 0);
    return events;
  }

  /** What is left when the stream ends: an unfinished event, which a client would discard. */
  rest(): string {
    return this.pending;
  }

  private decode(bytes: Uint8Array): string {
    try {
      return this.decoder.decode(bytes, { stream: true });
    } catch {
      throw new JsonError('invalid UTF-8 in an event stream', 0);
    }
  }

  private append(text: string): void {
    if (text === '') return;
    const fresh = this.afterCarriageReturn && text.startsWith('\n') ? text.slice(1) : text;
    this.afterCarriageReturn = text.endsWith('\r');
    this.pending += fresh;
  }
}

function readEvent(text: string): SseEvent {
  const lines = text.split(LINE_END);
  const data = lines.flatMap(line => fieldOf(line, 'data') ?? []);
  const type = lines.findLast(line => fieldOf(line, 'event') !== undefined);
  return {
    text,
    data: data.length === 0 ? undefined : data.join('\n'),
    type: (type === undefined ? '' : fieldOf(type, 'event')) || 'message',
  };
}

/** A line's value if it is of this field: after the colon and at most one space. */
function fieldOf(line: string, field: string): string | undefined {
  if (line === field) return '';
  if (!line.startsWith(`${field}:`)) return undefined;
  const from = field.length + 1;
  return line.slice(line[from] === ' ' ? from + 1 : from);
}

/** The event with other data; its other lines stay in place. `data` must be one line. */
export function withData(event: SseEvent, data: string): string {
  const kept = event.text
    .split(LINE_END)
    .filter(line => line !== '' && fieldOf(line, 'data') === undefined);
  return [...kept, `data: ${data}`, '', ''].join('\n');
}

/** A message event. */
export function sseMessage(json: string): string {
  return `event: message\ndata: ${json}\n\n`;
}

/** A comment: keeps the connection alive, clients ignore it. */
export function sseComment(text: string): string {
  return `: ${text}\n\n`;
}
