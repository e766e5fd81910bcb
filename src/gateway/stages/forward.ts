/*
 * Forwards what was allowed, once, and lets the answer through: recorded before its first byte leaves,
 * filtered where it is a list, parsed where it is a stream that could carry the server's own requests.
 */
import { JsonError } from '../../base/json.ts';
import { type Json, stringifyJson } from '../../base/plain-json.ts';
import { isEventStream, type ReadAnswer, readAnswer } from '../../mcp/answer.ts';
import { parseAnswer, SseRewriter } from '../../mcp/message-rewriter.ts';
import { LIST_METHODS } from '../../mcp/protocol.ts';
import { sseComment, sseMessage } from '../../mcp/sse.ts';
import type { Outcome } from '../../policy/decision.ts';
import type {
  ChunkTransform,
  ForwardOptions,
  ResponseHead,
  ResponsePlan,
  UpstreamResult,
} from '../../proxy/exchange.ts';
import { headerValues, withHeader, withoutHeaders } from '../../proxy/headers.ts';
import { secretMask } from '../../vault/secret-mask.ts';
import { asKilled } from '../as-killed.ts';
import type { Call, Flow, Step } from '../flow.ts';
import { idScope } from '../id-scope.ts';
import { injectedRequest, Unavailable } from '../injected-request.ts';
import type { AnswerStream } from '../legacy-endpoints.ts';
import { maskedHead, maskedMessages, maskedPlan } from '../masked-answer.ts';
import { record, recordSoon } from '../record.ts';
import { beginCall, endCalls } from '../sent-calls.ts';
import { serverMessages } from '../server-messages.ts';
import { answerRefused, refusalOf, refusalText } from './refuse.ts';

type Refused = Exclude<Outcome, 'allowed'>;

/** A response that is read whole is read up to here. */
const MAX_COLLECTED_BYTES = 64 * 1024 * 1024;

const UNRECORDED = 'the audit log could not be written';

/** Thrown inside a forward when its answer must not leave because it could not be recorded. */
class Unrecorded extends Error {}

/** Thrown when what was allowed has been switched off since. */
class Killed extends Error {}

/** The last stage. */
export async function forward(flow: Flow): Promise<Step> {
  const calls = pending(flow);
  try {
    const plain = forwardOptions(flow, calls);
    const options = flow.shared.credentials === undefined ? plain : await withSecrets(flow, plain);
    await settle(flow, await send(flow, calls, options));
  } catch (error) {
    if (error instanceof Unavailable) flow.shared.warn(error.message);
    if (error instanceof Killed) return answerKilled(flow);
    if (!isOurs(error)) throw error;
    brokenOff(flow, error instanceof Unrecorded ? 'audit_error' : 'upstream_error', error.message);
  } finally {
    endCalls(flow);
  }
  return 'done';
}

function isOurs(error: unknown): error is Error {
  return [Unrecorded, Unavailable, JsonError].some(kind => error instanceof kind);
}

function send(
  flow: Flow,
  calls: readonly Call[],
  options: ForwardOptions,
): Promise<UpstreamResult> {
  if (calls.some(call => asKilled(flow, call))) throw new Killed();
  for (const call of calls) {
    call.sent = true;
    rememberList(flow, call);
    beginCall(flow, call);
  }
  const startedAt = flow.shared.clock.nowMs();
  return flow.exchange.forward({
    onResponse: head => answerPlan(flow, head, flow.shared.clock.nowMs() - startedAt),
    ...options,
  });
}

/**
 * The request with what the vault has for it. It was decided, and the connection verifies the server's certificate
 * before anything is sent.
 */
async function withSecrets(flow: Flow, options: ForwardOptions): Promise<ForwardOptions> {
  const headers = options.headers ?? flow.exchange.request.headers;
  const injected = await injectedRequest(flow, headers);
  if (injected === undefined) return options;
  flow.mask = secretMask(injected.secrets);
  return {
    ...options,
    path: injected.path,
    headers: withHeader(injected.headers, 'accept-encoding', 'identity'),
  };
}

function answerPlan(flow: Flow, head: ResponseHead, ms: number): ResponsePlan {
  const { mask } = flow;
  if (mask === undefined) return planFor(flow, head, ms);
  const masked = maskedHead(head, mask);
  return maskedPlan(planFor(flow, masked, ms), masked.headers, mask);
}

/** Calls that have not ended yet. */
function pending(flow: Flow): Call[] {
  return flow.calls.filter(call => call.outcome === undefined);
}

function asksForList({ message }: Call): boolean {
  return message?.kind === 'request' && Object.hasOwn(LIST_METHODS, message.method);
}

function rememberList(flow: Flow, { message }: Call): void {
  if (message?.kind === 'request') flow.shared.listRequests.record(idScope(flow), message);
}

/** The request as it goes on: without content codings we would have to undo, and in a batch without what was refused. */
function forwardOptions(flow: Flow, calls: readonly Call[]): ForwardOptions {
  const { request } = flow.exchange;
  const reach = flow.snapshot.reachOf(request);
  if (flow.traffic.kind === 'http') return { reach };
  const headers = withHeader(request.headers, 'accept-encoding', 'identity');
  if (calls.length === flow.calls.length) return { reach, headers };
  return { reach, headers, body: Buffer.from(stringifyJson(calls.map(call => call.message!.raw))) };
}

function isSuccess(head: ResponseHead): boolean {
  return head.status >= 200 && head.status < 300;
}

function contentTypes(head: ResponseHead): string[] {
  return headerValues(head.headers, 'content-type');
}

/** Whether the answer carries messages: then it is an event stream, or read whole before it leaves. */
function carriesMessages({ traffic }: Flow): boolean {
  return (
    traffic.kind === 'mcp' || (traffic.kind === 'transport' && traffic.action === 'mcp.stream.open')
  );
}

function planFor(flow: Flow, head: ResponseHead, ms: number): ResponsePlan {
  flow.upstream = { status: head.status, ms };
  const streams =
    (flow.traffic.kind !== 'http' || flow.declared) && isEventStream(contentTypes(head));
  // What is read whole is recorded once it is read.
  if (!streams && carriesMessages(flow)) return { kind: 'collect', maxBytes: MAX_COLLECTED_BYTES };
  // A list that comes in a stream is recorded when it does, with how much of it is hidden.
  const lists = streams && isSuccess(head);
  for (const call of pending(flow)) if (!(lists && asksForList(call))) recordOrThrow(flow, call);
  if (!streams) return { kind: 'pass' };
  flow.streaming = true;
  const headers = withoutHeaders(head.headers, CODING);
  return { kind: 'transform', transform: eventTransform(flow), headers };
}

const LENGTH: ReadonlySet<string> = new Set(['content-length']);
const CODING: ReadonlySet<string> = new Set(['content-encoding', 'content-length']);

function recordOrThrow(flow: Flow, call: Call): void {
  if (record(flow, call, 'allowed') === 'audit_error') throw new Unrecorded(UNRECORDED);
}

/** Events pass one by one; the responses to a batch's refused calls come first. */
function eventTransform(flow: Flow): ChunkTransform {
  let write: (events: string) => void = () => {};
  const answers: AnswerStream = {
    message: json => write(sseMessage(json)),
    comment: text => write(sseComment(text)),
  };
  const rewriter = new SseRewriter(maskedMessages(serverMessages(flow), flow.mask), address => {
    if (flow.declared) flow.shared.endpoints.add(flow.server, address, answers);
  });
  let prefix = refusedEvents(flow);
  const take = (text: string): string => {
    const whole = prefix + text;
    prefix = '';
    return whole;
  };
  return {
    attach: writer => {
      write = writer;
    },
    write: chunk => take(rewriter.push(chunk)),
    end: () => take(''),
  };
}

function refusals(flow: Flow): Json[] {
  return flow.calls.flatMap(call => {
    const refused =
      call.decision.effect !== 'allow' && call.outcome !== undefined && call.outcome !== 'allowed';
    return refused ? (refusalOf(flow, call, call.outcome as Refused) ?? []) : [];
  });
}

function refusedEvents(flow: Flow): string {
  return refusals(flow)
    .map(message => sseMessage(stringifyJson(message)))
    .join('');
}

async function settle(flow: Flow, result: UpstreamResult): Promise<void> {
  switch (result.kind) {
    case 'completed':
      for (const call of pending(flow)) record(flow, call, 'allowed');
      return;
    case 'collected':
      return answerCollected(flow, ...maskedAnswer(flow, result.head, result.body));
    case 'oversize':
      return brokenOff(
        flow,
        'upstream_error',
        `the answer is larger than ${MAX_COLLECTED_BYTES} bytes`,
      );
    case 'client-gone':
      for (const call of pending(flow)) record(flow, call, 'client_gone');
      return;
    case 'failed':
      if (!result.sent) for (const call of flow.calls) call.sent = false;
      if (flow.killed === true) return void answerKilled(flow);
      if (result.answered) flow.shared.warn(`an answer broke off: ${result.error.message}`);
      return brokenOff(flow, 'upstream_error', result.error.message);
  }
}

function maskedAnswer({ mask }: Flow, head: ResponseHead, body: Buffer): [ResponseHead, Buffer] {
  return mask === undefined ? [head, body] : [maskedHead(head, mask), mask.bytes(body)];
}

/**
 * Answers with what was read, once that is recorded.
 * @throws JsonError when it should be messages and can't be read, Unrecorded
 */
async function answerCollected(flow: Flow, head: ResponseHead, body: Buffer): Promise<void> {
  const awaited =
    flow.traffic.kind !== 'mcp' ||
    flow.calls.some(call => call.sent === true && call.message?.kind === 'request');
  const answer = { status: head.status, contentTypes: contentTypes(head), body, awaited };
  const read = readAnswer(answer, maskedMessages(serverMessages(flow), flow.mask));
  const outcomes = await Promise.all(pending(flow).map(call => recordSoon(flow, call, 'allowed')));
  if (outcomes.includes('audit_error')) throw new Unrecorded(UNRECORDED);
  if (flow.exchange.closed) return;
  if (flow.answer.stream !== undefined) answerInStream(flow, head, read, body);
  else if (isSuccess(head) && refusals(flow).length > 0) answerBatch(flow, read, body);
  else respondAsRead(flow, head, read, body);
}

function respondAsRead(flow: Flow, head: ResponseHead, read: ReadAnswer, body: Buffer): void {
  const { exchange } = flow;
  const plain = withoutHeaders(head.headers, CODING);
  const typed = withHeader(plain, 'content-type', 'application/json');
  switch (read.kind) {
    case 'foreign':
      return exchange.respond(head.status, withoutHeaders(head.headers, LENGTH), body);
    case 'nothing':
      return exchange.respond(head.status, plain, '');
    case 'same':
      return exchange.respond(head.status, typed, body);
    case 'changed':
      return exchange.respond(head.status, typed, stringifyJson(read.message));
  }
}

/** What was read as a message, if it is one. */
function messageRead(read: ReadAnswer, body: Buffer): Json | undefined {
  if (read.kind === 'changed') return read.message;
  return read.kind === 'same' ? parseAnswer(body) : undefined;
}

/** An error of HTTP's own can't be said inside an open stream; its status can. */
function answerInStream(flow: Flow, head: ResponseHead, read: ReadAnswer, body: Buffer): void {
  const message = messageRead(read, body);
  if (message !== undefined) flow.answer.json(200, message);
  else answerFailure(flow, 'upstream_error', `the server answered HTTP ${head.status}`);
}

/** The answers to a batch: the server's, then ours to what was refused. */
function answerBatch(flow: Flow, read: ReadAnswer, body: Buffer): void {
  const message = messageRead(read, body) ?? [];
  flow.answer.json(200, [...(Array.isArray(message) ? message : [message]), ...refusals(flow)]);
}

/** Switched off while it was under way: it may have run, and its answer is not passed on. */
function answerKilled(flow: Flow): Step {
  for (const call of pending(flow)) record(flow, call, 'killed');
  const isBegun = flow.exchange.answered && flow.answer.stream === undefined;
  if (!flow.exchange.closed && !isBegun) answerRefused(flow);
  return 'done';
}

/** Nothing usable came back: says so, unless an answer has already begun. */
function brokenOff(flow: Flow, outcome: 'upstream_error' | 'audit_error', why: string): void {
  for (const call of pending(flow)) record(flow, call, outcome);
  if (flow.exchange.closed) return;
  if (flow.exchange.answered && flow.answer.stream === undefined) return;
  answerFailure(flow, outcome, why);
}

function answerFailure(flow: Flow, outcome: 'upstream_error' | 'audit_error', why: string): void {
  const forwarded = flow.calls.filter(call => call.decision.effect === 'allow');
  for (const call of forwarded) call.note = why;
  if (flow.traffic.kind !== 'mcp') {
    flow.answer.text(502, refusalText(flow, forwarded[0]!, outcome));
    return;
  }
  const failures = forwarded.flatMap(call => refusalOf(flow, call, outcome) ?? []);
  const messages = [...failures, ...refusals(flow)];
  if (messages.length === 0) flow.answer.text(502, `tameflare: ${why}\n`);
  else flow.answer.json(200, flow.traffic.batch ? messages : messages[0]!);
}
