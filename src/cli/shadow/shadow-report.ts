/** What shadow rules would have done to the calls of the audit. */
import type { Effect } from '../../policy/decision.ts';
import type { AuditRecord } from '../logs/audit-record.ts';

/** A shadow rule as it is written now. */
export interface ShadowRule {
  /** `rules[3]`, or `policies.github.shadow_deny`, which may be written several times. */
  readonly name: string;
  readonly effect: Effect;
  readonly file: string;
  readonly line: number;
}

/** A rule, and what it said of recorded calls. */
export interface ShadowFinding extends ShadowRule {
  /** Calls about which it spoke. */
  readonly calls: number;
  /** Those of them that were decided otherwise: what putting it in force could change. */
  readonly changes: number;
  /** Where those calls went, the most frequent first. */
  readonly subjects: readonly { readonly subject: string; readonly calls: number }[];
  /** References of some of them, the latest first. */
  readonly ids: readonly string[];
}

const SHOWN_IDS = 3;

interface Tally {
  calls: number;
  readonly subjects: Map<string, number>;
  readonly ids: string[];
}

function subjectOf({ input }: AuditRecord): string {
  const where = input?.server?.name ?? input?.http?.host ?? '?';
  return `${where}: ${input?.tool?.name ?? input?.action ?? '?'}`;
}

type ShadowReason = NonNullable<NonNullable<AuditRecord['result']>['shadow']>[number];

/** An access rule's name is its place in the list, which edits shift: its line tells whether it is still the same. */
function keyOf({ name, line }: { readonly name: string; readonly line?: number }): string {
  return name.startsWith('rules[') ? `${name}:${line}` : name;
}

function keyOfReason({ package: within, rule = '?', line }: ShadowReason): string {
  const name = within === undefined ? rule : `${within}.${rule}`;
  return keyOf({ name, ...(line === undefined ? {} : { line }) });
}

function count(tally: Tally, effect: string | undefined, record: AuditRecord): void {
  tally.calls += 1;
  if (effect === record.result?.effect) return;
  const subject = subjectOf(record);
  tally.subjects.set(subject, (tally.subjects.get(subject) ?? 0) + 1);
  tally.ids.unshift(record.decision_id);
}

function spokenOf({ result }: AuditRecord): ReadonlyMap<string, string | undefined> {
  return new Map((result?.shadow ?? []).map(reason => [keyOfReason(reason), reason.effect]));
}

function talliesOf(records: Iterable<AuditRecord>): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Tally>();
  // Two reasons of one rule are one call.
  for (const record of records)
    for (const [key, effect] of spokenOf(record)) {
      const tally = tallies.get(key) ?? { calls: 0, subjects: new Map(), ids: [] };
      tallies.set(key, tally);
      count(tally, effect, record);
    }
  return tallies;
}

function findingOf(rule: ShadowRule, tally: Tally | undefined): ShadowFinding {
  const { calls = 0, subjects = new Map<string, number>(), ids = [] } = tally ?? {};
  return {
    ...rule,
    calls,
    changes: ids.length,
    subjects: [...subjects]
      .map(([subject, number]) => ({ subject, calls: number }))
      .sort((left, right) => right.calls - left.calls),
    ids: ids.slice(0, SHOWN_IDS),
  };
}

/** What each rule that is a shadow rule now said of the calls. */
export function shadowReport(
  rules: readonly ShadowRule[],
  records: Iterable<AuditRecord>,
): readonly ShadowFinding[] {
  const tallies = talliesOf(records);
  return rules.map(rule => findingOf(rule, tallies.get(keyOf(rule))));
}
