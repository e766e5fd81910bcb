/** Requests for a person's word, for that person. */
import type { Approval } from '../approval/approvals.ts';
import { printable } from './printable.ts';

function seconds(fromMs: number, toMs: number): string {
  return `${Math.max(0, Math.round((toMs - fromMs) / 1000))} s`;
}

/** One line: what waits, since when, who wants it. */
export function approvalLine(approval: Approval): string {
  const { id, status, subject, requestedAtMs } = approval;
  const age = seconds(requestedAtMs, Date.now());
  return printable(
    `${id}  ${status.padEnd(8)}  ${age.padStart(6)} ago  ${subject.agent} → ${subject.server}: ${subject.tool} ${JSON.stringify(subject.arguments)}`,
  );
}

/** Everything of one request, with its exact arguments. */
export function approvalDetails(approval: Approval): string {
  const { id, status, subject, expiresAtMs, decidedBy, note } = approval;
  const rows: [string, string | undefined][] = [
    ['id', id],
    ['status', status],
    ['agent', subject.agent],
    ['server', subject.server],
    ['tool', subject.tool],
    ['risk', subject.risk],
    ['because', subject.reasons.join('; ')],
    ['approvers', subject.approvers.join(', ') || undefined],
    ['expires', status === 'pending' ? `in ${seconds(Date.now(), expiresAtMs)}` : undefined],
    ['decided by', decidedBy],
    ['note', note],
  ];
  const args = JSON.stringify(subject.arguments, undefined, 2).split('\n');
  const lines = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name.padEnd(11)} ${value}`],
  );
  return [...lines, 'arguments', ...args].map(printable).join('\n');
}

/** What `watch` says of a request that has come, or that something has become of. */
export function approvalNews(approval: Approval): string {
  const { id, status, subject, decidedBy, note } = approval;
  if (status !== 'pending') {
    const by = decidedBy === undefined ? '' : ` by ${decidedBy}`;
    const why = note === undefined ? '' : `: ${note}`;
    return printable(`${id}  ${status}${by}${why}`);
  }
  const because = subject.reasons.map(reason => `    ${reason}`);
  const answer = `    tf approvals approve ${id}   or   tf approvals deny ${id}`;
  return [approvalLine(approval), ...because, answer].map(printable).join('\n');
}
