import type { Dispatcher } from 'undici';
import { TfError } from '../base/errors.ts';
import type { Answer } from './answer.ts';
import type { Chunk, ResponseHead, ResponsePlan, UpstreamResult } from './exchange.ts';
import { headerValue, responseHeaders, withoutHeaders } from './headers.ts';
import { collect, type PauseCounter, passOn, type Receiver, transformed } from './receiver.ts';

const LENGTH: ReadonlySet<string> = new Set(['content-length']);
const PASS: ResponsePlan = { kind: 'pass' };

/** Everything a forward needs to know about its exchange. */
export interface ForwardContext {
  readonly authority: string;
  readonly isHead: boolean;
  readonly answer: Answer;
  readonly counter: PauseCounter;
  readonly onResponse?: ((head: ResponseHead) => ResponsePlan) | undefined;
}

/**
 * One request on its way: undici's handler on one side, the client's answer on the other.
 * Settles exactly once; whatever comes after is ignored.
 */
export class Forward implements Dispatcher.DispatchHandler {
  readonly result: Promise<UpstreamResult>;
  private readonly context: ForwardContext;
  private resolve!: (result: UpstreamResult) => void;
  private reject!: (thrown: unknown) => void;
  private settled = false;
  private beganAnswer = false;
  private controller: Dispatcher.DispatchController | undefined;
  private receiver: Receiver | undefined;
  private head: ResponseHead | undefined;
  private bytes = 0;

  constructor(context: ForwardContext) {
    this.context = context;
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** The client has left: nothing more is asked of the upstream. */
  abandon(): void {
    if (this.settled) return;
    this.settle({ kind: 'client-gone' });
    this.abortUpstream();
  }

  /**
   * Breaks off: nothing more is asked of the upstream, and the result is `failed`.
   * @param last what ends a response that has begun; without it the client sees that it is not whole
   */
  cancel(error: TfError, last: Chunk | undefined): void {
    if (this.settled) return;
    const answered = this.beganAnswer;
    if (answered) this.context.answer.finish(last);
    this.settle({ kind: 'failed', error, sent: this.controller !== undefined, answered });
    this.abortUpstream();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.settled) this.abortUpstream();
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200 || this.settled) return;
    this.head = { status, headers: responseHeaders(rawHeadersOf(controller)) };
    this.guarded(() => {
      this.receiver = this.receiverFor(this.head!);
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.settled) return;
    this.bytes += chunk.length;
    this.guarded(() => this.receiver!.data(chunk, controller));
  }

  onResponseEnd(): void {
    if (!this.settled) this.guarded(() => this.receiver!.end());
  }

  onResponseError(_: Dispatcher.DispatchController | null, thrown: Error): void {
    if (this.settled) return;
    const error = upstreamError(this.context.authority, thrown);
    const answered = this.beganAnswer;
    if (answered) this.context.answer.destroy();
    this.settle({ kind: 'failed', error, sent: this.controller !== undefined, answered });
  }

  private receiverFor(head: ResponseHead): Receiver {
    const { answer, counter, onResponse } = this.context;
    const plan = onResponse?.(head) ?? PASS;
    if (plan.kind === 'collect') return this.collecting(head, plan.maxBytes);
    if (plan.kind === 'transform') {
      this.begin(plan.status ?? head.status, withoutHeaders(plan.headers ?? head.headers, LENGTH));
      const complete = (): void => this.complete();
      return transformed(answer, plan.transform, counter, complete, thrown => this.break(thrown));
    }
    const headers = plan.headers ?? head.headers;
    this.begin(head.status, headers);
    return this.passing(headers);
  }

  /** Writes the head, unless the answer is a stream the handler has opened. */
  private begin(status: number, headers: readonly string[]): void {
    const { answer } = this.context;
    if (answer.isBegun) return;
    answer.begin(status, headers);
    this.beganAnswer = true;
    // Body bytes of the same packet come before this microtask and take the head along.
    queueMicrotask(() => answer.flush());
  }

  private passing(headers: readonly string[]): Receiver {
    const { answer, counter, isHead } = this.context;
    const length = isHead || !this.beganAnswer ? undefined : headerValue(headers, 'content-length');
    const receiver = passOn(answer, length === undefined ? undefined : Number(length), counter);
    const end = (): void => {
      receiver.end();
      this.complete();
    };
    return { data: receiver.data, end };
  }

  private collecting(head: ResponseHead, maxBytes: number): Receiver {
    const collected = collect(maxBytes, () => {
      this.settle({ kind: 'oversize', head });
      this.abortUpstream();
    });
    const done = (): void => this.settle({ kind: 'collected', head, body: collected.body() });
    return { data: collected.data, end: done };
  }

  private complete(): void {
    this.settle({ kind: 'completed', head: this.head!, bytes: this.bytes });
  }

  /** Runs the handler's own code; what it throws is the handler's to hear. */
  private guarded(run: () => void): void {
    try {
      run();
    } catch (thrown) {
      this.break(thrown);
    }
  }

  private break(thrown: unknown): void {
    if (this.settled) return;
    this.settled = true;
    if (this.beganAnswer) this.context.answer.destroy();
    this.abortUpstream();
    this.reject(thrown);
  }

  private settle(result: UpstreamResult): void {
    if (this.settled) return;
    this.settled = true;
    this.resolve(result);
  }

  private abortUpstream(): void {
    this.controller?.abort(new Error('the exchange is over'));
  }
}

/** The fields as sent: undici's own object has lost their order and case. */
function rawHeadersOf({ rawHeaders }: Dispatcher.DispatchController): string[] {
  if (!Array.isArray(rawHeaders)) return [];
  return rawHeaders.map(part => (typeof part === 'string' ? part : part.toString('latin1')));
}

/** The error as the handler gets it; those of our own connect guard stay as they are. */
function upstreamError(authority: string, thrown: Error): TfError {
  if (thrown instanceof TfError) return thrown;
  const code = 'code' in thrown ? String(thrown.code) : thrown.name;
  const reason = thrown.message === '' ? code : thrown.message;
  return new TfError('tf_proxy_upstream', `\`${authority}\`: ${reason}`, { cause: thrown });
}
