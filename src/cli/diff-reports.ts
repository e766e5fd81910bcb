/* What `tf policy diff` prints: for a terminal, for a pull request's comment, for tools. */
import type { Effect, Reason } from '../policy/decision.ts';
import type { DecisionChange, DecisionDiff } from '../policy/decision-diff.ts';
import { printable } from './printable.ts';

/** A diff with what it is between, and what people have taken note of. */
export interface ReportedDiff extends DecisionDiff {
  readonly base: string;
  readonly head: string;
  readonly unreadable: number;
  readonly acknowledged: ReadonlySet<DecisionChange>;
}

export type DiffReport = (diff: ReportedDiff) => string;

const WORDS: Readonly<Record<Effect, string>> = {
  deny: 'DENY',
  require_approval: 'APPROVAL',
  allow: 'ALLOW',
};

function step({ base, head }: DecisionChange): string {
  return `${WORDS[base]} → ${WORDS[head]}`;
}

function calls(count: number): string {
  return `${count} call${count === 1 ? '' : 's'}`;
}

function said(reason: Reason | undefined): string {
  if (reason === undefined) return 'nothing is said';
  const place = reason.file === undefined ? '' : ` (${reason.file}:${reason.line})`;
  return `${reason.msg}${place}`;
}

function summary(diff: ReportedDiff): string {
  const changed = diff.changes.reduce((sum, change) => sum + change.calls, 0);
  const odd =
    diff.unreadable === 0 ? '' : `; ${diff.unreadable} lines hold no call and were left out`;
  return `${calls(diff.calls)} replayed (${diff.distinct} distinct), ${changed} decided otherwise${odd}`;
}

function note({ masked }: DecisionChange): string {
  return masked === 0 ? '' : `, ${masked} with masked values`;
}

const pretty: DiffReport = diff => {
  const lines = diff.changes.map(change => {
    const known = diff.acknowledged.has(change) ? ' (acknowledged)' : '';
    return [
      `${step(change).padEnd(19)} ${printable(`${change.server}: ${change.subject}`)}  ${calls(change.calls)}${note(change)}${known}`,
      `    before: ${printable(said(change.before))}`,
      `    now:    ${printable(said(change.now))}`,
      `    ${change.ids.join(' ')}`,
    ].join('\n');
  });
  return [...lines, summary(diff)].join('\n');
};

/** Text inside a table of Markdown: nothing in it may be markup, however a tool is named. */
function cell(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]<>()#+!|~-]/g, '\\$&')
    .replaceAll('\n', ' ');
}

const markdown: DiffReport = diff => {
  const title = `### Policy diff: ${cell(diff.base)} → ${cell(diff.head)}`;
  if (diff.changes.length === 0)
    return [title, '', `No decision changes. ${summary(diff)}.`].join('\n');
  const rows = diff.changes.map(change => {
    const known = diff.acknowledged.has(change) ? ' (acknowledged)' : '';
    const columns = [
      `${change.direction === 'opened' ? '⚠ ' : ''}${step(change)}${known}`,
      cell(change.server),
      cell(change.subject),
      `${change.calls}${note(change)}`,
      cell(said(change.before)),
      cell(said(change.now)),
    ];
    return `| ${columns.join(' | ')} |`;
  });
  const head = ['| decision | server | tool | calls | before | now |', '|---|---|---|---|---|---|'];
  return [title, '', ...head, ...rows, '', `${summary(diff)}.`].join('\n');
};

const json: DiffReport = ({ acknowledged, changes, ...rest }) =>
  JSON.stringify({
    ...rest,
    changes: changes.map(change => ({ ...change, acknowledged: acknowledged.has(change) })),
  });

/** By the name that `--format` takes. */
export const DIFF_REPORTS = { pretty, markdown, json } as const satisfies Readonly<
  Record<string, DiffReport>
>;

export type DiffFormat = keyof typeof DIFF_REPORTS;
