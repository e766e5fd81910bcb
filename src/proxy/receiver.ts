/*
 * What becomes of a response body, chunk by chunk. A receiver is told of chunks as the upstream
 * sends them and holds the upstream back (pause, resume) while its own reader is slower.
 */
import type { Answer } from './answer.ts';
import type { Chunk, ChunkTransform } from './exchange.ts';

/** The upstream's flow, as undici's controllers offer it. */
export interface Flow {
  pause(): void;
  resume(): void;
}

export interface Receiver {
  data(chunk: Buffer, flow: Flow): void;
  /** Called once after the last chunk. */
  end(): void;
}

/** Counts how often an upstream had to wait for a reader. */
export interface PauseCounter {
  upstreamPauses: number;
}

function holdUntilDrained(answer: Answer, flow: Flow, counter: PauseCounter): void {
  counter.upstreamPauses += 1;
  flow.pause();
  answer.onDrain(() => flow.resume());
}

/**
 * Passes chunks on; a body of known length that came in one piece leaves in one write with its
 * head.
 */
export function passOn(
  answer: Answer,
  length: number | undefined,
  counter: PauseCounter,
): Receiver {
  let ended = false;
  let first = true;
  return {
    data(chunk, flow) {
      if (first && chunk.length === length) {
        ended = true;
        answer.end(chunk);
      } else if (!answer.write(chunk)) holdUntilDrained(answer, flow, counter);
      first = false;
    },
    end() {
      if (!ended) answer.end();
    },
  };
}

/** Gathers the body up to a limit; past it `onOverflow` is called and chunks are dropped. */
export function collect(maxBytes: number, onOverflow: () => void): Receiver & { body(): Buffer } {
  const chunks: Buffer[] = [];
  let length = 0;
  return {
    data(chunk) {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else onOverflow();
    },
    end() {},
    body: () => (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)),
  };
}

/**
 * Passes on what a transform makes of the chunks. A transform may answer later: until then the
 * upstream is paused, so its calls never overlap. `onEnd` follows the last byte; `onThrow` a
 * failure.
 */
export function transformed(
  answer: Answer,
  transform: ChunkTransform,
  counter: PauseCounter,
  onEnd: () => void,
  onThrow: (thrown: unknown) => void,
): Receiver {
  let open = true;
  const send = (out: Chunk | undefined): boolean => out === undefined || answer.write(out);
  transform.attach?.(chunk => void (open && answer.write(chunk)));
  const finish = (out: Chunk | undefined): void => {
    open = false;
    answer.end(out);
    onEnd();
  };
  return {
    data(chunk, flow) {
      const out = transform.write(chunk);
      if (!(out instanceof Promise)) {
        if (!send(out)) holdUntilDrained(answer, flow, counter);
        return;
      }
      flow.pause();
      const resume = (made: Chunk | undefined): void => {
        if (send(made)) flow.resume();
        else holdUntilDrained(answer, flow, counter);
      };
      out.then(resume).catch(onThrow);
    },
    end() {
      const out = transform.end();
      if (out instanceof Promise) out.then(finish).catch(onThrow);
      else finish(out);
    },
  };
}
