/** Which records of the audit are asked for. */
import { compileGlob } from '../../policy/glob.ts';
import type { AuditRecord } from './audit-record.ts';

/** What is absent does not matter. Names are patterns: `*` stands for any characters, `?` for one. */
export interface RecordFilter {
  readonly agent?: string;
  readonly server?: string;
  readonly tool?: string;
  readonly outcome?: string;
  /** The first moment that counts; milliseconds since the epoch. */
  readonly since?: number;
}

type Test = (record: AuditRecord) => boolean;

function byName(
  pattern: string | undefined,
  nameOf: (record: AuditRecord) => string | undefined,
): Test[] {
  if (pattern === undefined) return [];
  const glob = compileGlob(pattern);
  return [record => glob.matches(nameOf(record) ?? '')];
}

/** Whether a record is one of those. */
export function recordFilter({ agent, server, tool, outcome, since }: RecordFilter): Test {
  const tests: Test[] = [
    ...byName(agent, ({ input }) => input?.agent?.name),
    ...byName(server, ({ input }) => input?.server?.name ?? input?.http?.host),
    ...byName(tool, ({ input }) => input?.tool?.name),
    ...(outcome === undefined ? [] : [(record: AuditRecord) => record.outcome === outcome]),
    ...(since === undefined
      ? []
      : [(record: AuditRecord) => Date.parse(record.timestamp) >= since]),
  ];
  return record => tests.every(test => test(record));
}

const UNITS: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3 };
const DAY = /^\d{4}-\d{2}-\d{2}(T|$)/;

/** `10m` before now, or a time or day of RFC 3339; undefined when it is neither. Milliseconds since the epoch. */
export function sinceMs(text: string, nowMs: number): number | undefined {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return nowMs - Number(count) * UNITS[unit!]!;
  const time = DAY.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
