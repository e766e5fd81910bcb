/*
 * Asynchronous work for a caller that can't wait for promises: a policy's evaluation is synchronous. A worker thread
 * does the work while the calling thread sleeps, never longer than it says.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

/** What can be asked for, and what comes back. */
export type OutsideTask =
  | { readonly kind: 'lookup'; readonly name: string }
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | undefined;
      readonly redirects: number;
      readonly timeoutMs: number;
    };

export type OutsideAnswer =
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly statusText: string;
      readonly headers: readonly (readonly [name: string, value: string])[];
      readonly body: string;
    }
  | { readonly kind: 'failed'; readonly message: string };

/** What the worker is sent with each task. */
export interface OutsideCall {
  readonly task: OutsideTask;
  readonly port: MessageChannel['port2'];
  /** Its first word becomes 1 when the answer is there. */
  readonly signal: SharedArrayBuffer;
}

let worker: Worker | undefined;

/** Made when it is first needed; the process ends without waiting for it. */
function theWorker(): Worker {
  if (worker === undefined) {
    worker = new Worker(new URL('outside-worker.js', import.meta.url));
    worker.unref();
  }
  return worker;
}

/** Does a task and waits for its answer, at most that many milliseconds. */
export function waitFor(task: OutsideTask, timeoutMs: number): OutsideAnswer {
  const signal = new SharedArrayBuffer(4);
  const { port1, port2 } = new MessageChannel();
  const call: OutsideCall = { task, port: port2, signal };
  theWorker().postMessage(call, [port2]);
  try {
    Atomics.wait(new Int32Array(signal), 0, 0, timeoutMs);
    const received = receiveMessageOnPort(port1) as { message: OutsideAnswer } | undefined;
    return received?.message ?? { kind: 'failed', message: `no answer in ${timeoutMs} ms` };
  } finally {
    port1.close();
  }
}
