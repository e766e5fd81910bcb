/** Records of the audit, for people: one as a line, or one with everything that is known of it. */
import type { Reason } from '../../policy/decision.ts';
import { printable } from '../printable.ts';
import type { AuditRecord } from './audit-record.ts';

function reasonText({ msg = '', package: name, rule, file, line }: Partial<Reason>): string {
  const named = [name, rule].filter(part => part !== undefined).join('.');
  const place = file === undefined ? '' : `, ${file}:${line}`;
  return named === '' ? msg : `${msg} (${named}${place})`;
}

/** One line: when, what became of it, what was called where, and why. */
export function recordLine(record: AuditRecord): string {
  const { input, upstream, result, timestamp, outcome } = record;
  const what = input?.tool?.name ?? input?.action ?? '?';
  const where = input?.server?.name ?? input?.http?.host ?? '';
  const given = input?.tool?.arguments;
  const args = given === undefined ? '' : ` ${JSON.stringify(given)}`;
  const reasons = (result?.reasons ?? []).map(({ msg }) => msg).join('; ');
  const why = outcome === 'allowed' ? '' : `  ${reasons}`;
  const timing = upstream === undefined ? '' : `  ${upstream.status} in ${upstream.ms} ms`;
  return printable(`${timestamp}  ${outcome.padEnd(17)} ${where}: ${what}${args}${timing}${why}`);
}

type Row = readonly [label: string, value: string | undefined];

function serverText({ input }: AuditRecord): string | undefined {
  const { name, origin } = input?.server ?? {};
  return name === undefined || name === origin
    ? (origin ?? input?.http?.host)
    : `${name} (${origin})`;
}

function callText({ input }: AuditRecord): string | undefined {
  const { name, risk } = input?.tool ?? {};
  return name === undefined
    ? input?.action
    : `${name}${risk === undefined ? '' : `, risk ${risk}`}`;
}

function json(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value, undefined, 2);
}

function rowsOf(record: AuditRecord): Row[] {
  const { input, result, upstream, hold_ms: holdMs, hidden, masked = [] } = record;
  const { name, user } = input?.agent ?? {};
  return [
    ['when', record.timestamp],
    ['outcome', record.outcome],
    ['agent', name === undefined ? undefined : `${name} for ${user}, run ${record.requested_by}`],
    ['server', serverText(record)],
    ['call', callText(record)],
    ['arguments', json(input?.tool?.arguments)],
    ['effect', result?.effect],
    ...(result?.reasons ?? []).map((reason): Row => ['reason', reasonText(reason)]),
    ...(result?.shadow ?? []).map((reason): Row => ['shadow', reasonText(reason)]),
    ['held', holdMs === undefined ? undefined : `${holdMs} ms`],
    ['approval', json(record.approval)],
    ['upstream', upstream === undefined ? undefined : `${upstream.status} in ${upstream.ms} ms`],
    ['hidden', hidden === undefined ? undefined : `${hidden} items of the list`],
    ['masked', masked.length === 0 ? undefined : masked.join(', ')],
    ['revision', record.bundles?.['tameflare']?.revision],
    ['hash', record.hash],
  ];
}

const LABEL_WIDTH = 11;

/** Everything of one record; lines of JSON stand under one another. */
export function recordText(record: AuditRecord): string {
  const rows = rowsOf(record).flatMap(([label, value]) =>
    value === undefined
      ? []
      : value
          .split('\n')
          .map(
            (line, index) => `${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${printable(line)}`,
          ),
  );
  return [printable(record.decision_id), ...rows].join('\n');
}
