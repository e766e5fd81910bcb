import type { Approval, ApprovalStatus } from '../approval/approvals.ts';

/** An approval that was used up is no news: its call is in the audit. */
const SILENT: ReadonlySet<ApprovalStatus> = new Set(['used']);

/**
 * Tells, of each list of requests, those that are new and wait, and those that something has become of since the
 * last list. What had ended before the first list is no news.
 */
export function approvalChanges(): (now: readonly Approval[]) => Approval[] {
  let known: ReadonlyMap<string, ApprovalStatus> = new Map();
  return now => {
    const news = now.filter(({ id, status }) => {
      const before = known.get(id);
      if (before === undefined) return status === 'pending';
      return status !== before && !SILENT.has(status);
    });
    known = new Map(now.map(({ id, status }) => [id, status]));
    return news;
  };
}
