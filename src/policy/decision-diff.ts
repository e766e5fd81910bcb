/*
 * What two versions of rules and policies make of the same inputs. Nothing is sent anywhere: inputs are decided twice,
 * each at the time it was recorded at, and only their decisions are compared.
 */
import { exactJson, type Json } from '../base/plain-json.ts';
import type { Decision, Effect, Reason } from './decision.ts';
import type { InputDocument } from './input.ts';

/** A call as it was recorded. */
export interface RecordedCall {
  /** The decision's id in the audit. */
  readonly id: string;
  readonly timeMs: number;
  readonly input: InputDocument;
  /** Parts of the input were masked: what policies make of them may differ from what they made of the call. */
  readonly isMasked: boolean;
}

/** One version of rules and policies. */
export type Decide = (input: InputDocument, timeMs: number) => Decision;

export type Direction = 'opened' | 'closed';

/** Calls of one tool whose decision changes in the same way. */
export interface DecisionChange {
  readonly direction: Direction;
  readonly base: Effect;
  readonly head: Effect;
  readonly server: string;
  /** The tool's name, or the action where there is no tool. */
  readonly subject: string;
  /** What decided before, and what decides now. */
  readonly before: Reason | undefined;
  readonly now: Reason | undefined;
  /** How many recorded calls, and the ids of some of them. */
  readonly calls: number;
  readonly ids: readonly string[];
  readonly masked: number;
}

export interface DecisionDiff {
  /** How many recorded calls were decided, and how many differ from each other. */
  readonly calls: number;
  readonly distinct: number;
  /** Most dangerous first: what was refused and is allowed now. */
  readonly changes: readonly DecisionChange[];
}

const SHOWN_IDS = 3;
const STRICTNESS: Readonly<Record<Effect, number>> = { allow: 0, require_approval: 1, deny: 2 };

/** Equal inputs at different times are one question, unless policies ask for the time: the last one is asked. */
interface Question {
  readonly call: RecordedCall;
  readonly ids: string[];
  masked: number;
}

function questionsOf(calls: Iterable<RecordedCall>): { questions: Question[]; calls: number } {
  const byInput = new Map<string, Question>();
  let count = 0;
  for (const call of calls) {
    count += 1;
    const key = exactJson(call.input as unknown as Json);
    const known = byInput.get(key);
    const question = { call, ids: [...(known?.ids ?? []), call.id], masked: known?.masked ?? 0 };
    question.masked += call.isMasked ? 1 : 0;
    byInput.set(key, question);
  }
  return { questions: [...byInput.values()], calls: count };
}

function subjectOf({ tool, action }: InputDocument): string {
  return tool?.name ?? action;
}

function serverOf({ server, http }: InputDocument): string {
  return server?.name ?? http.host;
}

function changeOf(question: Question, base: Decision, head: Decision): DecisionChange | undefined {
  if (base.effect === head.effect) return undefined;
  const { input } = question.call;
  return {
    direction: STRICTNESS[head.effect] < STRICTNESS[base.effect] ? 'opened' : 'closed',
    base: base.effect,
    head: head.effect,
    server: serverOf(input),
    subject: subjectOf(input),
    before: base.reasons[0],
    now: head.reasons[0],
    calls: question.ids.length,
    ids: question.ids.slice(0, SHOWN_IDS),
    masked: question.masked,
  };
}

function reasonKey(reason: Reason | undefined): unknown {
  return reason && [reason.source, reason.package, reason.rule, reason.file, reason.line];
}

function groupKey({ base, head, server, subject, before, now }: DecisionChange): string {
  return JSON.stringify([base, head, server, subject, reasonKey(before), reasonKey(now)]);
}

function together(a: DecisionChange, b: DecisionChange): DecisionChange {
  const ids = [...a.ids, ...b.ids].slice(0, SHOWN_IDS);
  return { ...a, calls: a.calls + b.calls, ids, masked: a.masked + b.masked };
}

/** The more a change opens the earlier it comes; then the more calls it is about. */
function danger({ base, head }: DecisionChange): number {
  return STRICTNESS[base] - STRICTNESS[head];
}

function grouped(changes: readonly DecisionChange[]): DecisionChange[] {
  const groups = new Map<string, DecisionChange>();
  for (const change of changes) {
    const key = groupKey(change);
    const known = groups.get(key);
    groups.set(key, known === undefined ? change : together(known, change));
  }
  return [...groups.values()].sort((a, b) => danger(b) - danger(a) || b.calls - a.calls);
}

/** Decides every recorded call by both versions. */
export function diffDecisions(
  recorded: Iterable<RecordedCall>,
  base: Decide,
  head: Decide,
): DecisionDiff {
  const { questions, calls } = questionsOf(recorded);
  const changes = questions.flatMap(question => {
    const { input, timeMs } = question.call;
    return changeOf(question, base(input, timeMs), head(input, timeMs)) ?? [];
  });
  return { calls, distinct: questions.length, changes: grouped(changes) };
}
