/*
 * Reads the decision document: what `data.tameflare.decision` must look like, and what it means.
 * Shape: docs/policies.md. A document of another shape is an error, and an error refuses.
 */

import type { Result } from '../ir/result.ts';
import { toJson } from '../value/json.ts';
import { isArray, type MaybeValue, RegoObject, RegoSet, type Value } from '../value/value.ts';
import { EFFECTS, type Effect, type Reason } from './decision.ts';

export type PolicyVerdict =
  | {
      readonly kind: 'verdict';
      /** Absent when no package says anything. */
      readonly effect?: Effect;
      readonly reasons: readonly Reason[];
      readonly shadow: readonly Reason[];
      readonly redact: readonly string[];
    }
  | { readonly kind: 'error'; readonly reason: Reason };

/** Where the rule behind a reason is written, if it can be told. */
export type LocateReason = (reason: Reason) => { file: string; line: number } | undefined;

class MalformedDecision extends Error {}

function text(object: RegoObject, key: string): string | undefined {
  const value = object.get(key);
  return typeof value === 'string' ? value : undefined;
}

function members(value: MaybeValue, key: string): readonly Value[] {
  if (typeof value === 'symbol') return [];
  if (value instanceof RegoSet) return value.members();
  if (isArray(value)) return value;
  throw new MalformedDecision(`\`${key}\` must be a set or an array`);
}

function effectOf(document: RegoObject): Effect | undefined {
  const effect = document.get('effect');
  if (effect === 'none') return undefined;
  const known = EFFECTS.find(candidate => candidate === effect);
  if (known !== undefined) return known;
  const shown = typeof effect === 'symbol' ? 'missing' : toJson(effect);
  throw new MalformedDecision(
    `\`effect\` must be one of ${EFFECTS.join(', ')}, none; it is ${shown}`,
  );
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function reasonOf(entry: Value, locate: LocateReason): Reason {
  if (!(entry instanceof RegoObject)) throw new MalformedDecision('a reason must be an object');
  const reason: Writable<Reason> = { source: 'policy', msg: text(entry, 'msg') ?? '' };
  for (const name of ['package', 'rule', 'code'] as const) {
    const value = text(entry, name);
    if (value !== undefined) reason[name] = value;
  }
  const place = locate(reason);
  if (place === undefined) return reason;
  reason.file = place.file;
  reason.line = place.line;
  return reason;
}

const SHADOW_EFFECTS: Readonly<Record<string, Effect>> = {
  shadow_deny: 'deny',
  shadow_require_approval: 'require_approval',
  shadow_allow: 'allow',
};

/** A reason of a shadow rule, with what it would have decided. */
function shadowReasonOf(entry: Value, locate: LocateReason): Reason {
  const reason = reasonOf(entry, locate);
  const effect = SHADOW_EFFECTS[reason.rule ?? ''];
  return effect === undefined ? reason : { ...reason, effect };
}

function pointerOf(entry: Value): string {
  if (typeof entry === 'string' && (entry === '' || entry.startsWith('/'))) return entry;
  throw new MalformedDecision(`\`redact\` must hold JSON pointers, not ${toJson(entry)}`);
}

function readDocument(document: Value, locate: LocateReason): PolicyVerdict {
  if (!(document instanceof RegoObject)) throw new MalformedDecision('it must be an object');
  const effect = effectOf(document);
  return {
    kind: 'verdict',
    ...(effect !== undefined && { effect }),
    reasons: members(document.get('reasons'), 'reasons').map(entry => reasonOf(entry, locate)),
    shadow: members(document.get('shadow'), 'shadow').map(entry => shadowReasonOf(entry, locate)),
    redact: members(document.get('redact'), 'redact').map(pointerOf),
  };
}

/** A failure of the policies themselves. */
export function policyError(msg: string, code?: string): PolicyVerdict {
  const reason: Reason = { source: 'error', msg, ...(code !== undefined && { code }) };
  return { kind: 'error', reason };
}

/** What a result of the decision module says. */
export function readVerdict(result: Result, locate: LocateReason): PolicyVerdict {
  switch (result.kind) {
    case 'error':
      return policyError(`the policies failed: ${result.error.message}`, result.error.code);
    case 'undefined':
      return policyError('`data.tameflare.decision` is undefined');
    case 'defined':
      try {
        return readDocument(result.value, locate);
      } catch (thrown) {
        if (!(thrown instanceof MalformedDecision)) throw thrown;
        return policyError(`\`data.tameflare.decision\` is malformed: ${thrown.message}`);
      }
  }
}
