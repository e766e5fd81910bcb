import type { ServerResponse } from 'node:http';
import type { Chunk, ResponseStream } from './exchange.ts';
import type { HeaderList } from './headers.ts';

/** Up to here a body is copied into a string, so that Node writes head and body in one go. */
const ONE_WRITE_BYTES = 16 * 1024;

/** The client's side of an exchange: a response that is written once, in one go or as a stream. */
export class Answer implements ResponseStream {
  private readonly response: ServerResponse;
  private begun = false;

  constructor(response: ServerResponse) {
    this.response = response;
  }

  /** A head was given; it may not be on the wire yet. */
  get isBegun(): boolean {
    return this.begun;
  }

  /** Nobody reads on. */
  get isClosed(): boolean {
    return this.response.destroyed;
  }

  /** Sets status and headers; they leave with the first bytes of the body, or on `flush`. */
  begin(status: number, headers: HeaderList): void {
    if (this.begun) throw new Error('the exchange was answered before');
    this.response.writeHead(status, headers as string[]);
    this.begun = true;
  }

  /** Sends the head now. */
  flush(): void {
    if (!this.response.writableEnded && !this.response.destroyed) this.response.flushHeaders();
  }

  write(chunk: Chunk): boolean {
    const { destroyed, writableEnded } = this.response;
    return destroyed || writableEnded || chunk.length === 0 || this.response.write(chunk);
  }

  /** Calls back when the client has caught up; never, if it has left. */
  onDrain(callback: () => void): void {
    this.response.once('drain', callback);
  }

  drained(): Promise<void> {
    const { response } = this;
    if (response.destroyed || !response.writableNeedDrain) return Promise.resolve();
    return new Promise(resolve => {
      const settle = (): void => {
        response.off('drain', settle).off('close', settle);
        resolve();
      };
      response.on('drain', settle).on('close', settle);
    });
  }

  end(chunk?: Chunk): void {
    if (chunk === undefined) this.response.end();
    else if (typeof chunk === 'string') this.response.end(chunk);
    else if (chunk.length > ONE_WRITE_BYTES) this.response.end(chunk);
    else this.response.end(chunk.toString('latin1'), 'latin1');
  }

  /** Ends a response before its end: with a last word, or so that the client knows it is not whole. */
  finish(last: Chunk | undefined): void {
    if (last === undefined) this.destroy();
    else this.end(last);
  }

  /** Breaks the response off, so that the client knows it is not whole. */
  destroy(): void {
    this.response.destroy();
  }
}
