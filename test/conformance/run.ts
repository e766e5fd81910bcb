import { type Case, type CaseKind, readCases } from './cases.ts';
import { ENGINES, evaluateCase } from './engines.ts';
import type { Failure } from './ledger.ts';
import type { Verdict } from './verdict.ts';

export interface Selection {
  readonly kind?: CaseKind;
  readonly suite?: string;
  /** Part of the note. */
  readonly note?: string;
  readonly engine?: string;
}

/** What one engine made of one case. */
export interface Judgement {
  readonly test: Case;
  readonly engine: string;
  readonly verdict: Verdict;
}

/** Runs the selected cases of one kind through the selected engines. */
export async function runCases(kind: CaseKind, selection: Selection): Promise<Judgement[]> {
  const { suite, note = '', engine: wanted } = selection;
  const engines = ENGINES.filter(
    ({ name, kinds }) => kinds.includes(kind) && (wanted === undefined || wanted === name),
  );
  const cases = readCases(kind).filter(
    test => (suite === undefined || test.suite === suite) && test.note.includes(note),
  );
  const judgements: Judgement[] = [];
  for (const test of cases) {
    for (const [engine, verdict] of await evaluateCase(test, engines)) {
      judgements.push({ test, engine: engine.name, verdict });
    }
  }
  return judgements;
}

function pairs(judgements: readonly Judgement[]): Failure[] {
  return judgements.map(({ test, engine }) => ({ engine, id: test.id }));
}

export function failuresOf(judgements: readonly Judgement[]): Failure[] {
  return pairs(judgements.filter(({ verdict }) => verdict.kind === 'failed'));
}

/** What was judged at all: an unsupported case neither fails nor passes. */
export function judgedOf(judgements: readonly Judgement[]): Failure[] {
  return pairs(judgements.filter(({ verdict }) => verdict.kind !== 'unsupported'));
}
