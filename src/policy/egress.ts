import type { HostPattern } from './host-pattern.ts';
import type { InputDocument } from './input.ts';
import type { Verdict } from './verdict.ts';

/** Which hosts may be reached that are no MCP servers. */
export interface Egress {
  readonly allow: readonly HostPattern[];
  readonly default: 'allow' | 'deny';
}

/** The pattern or default that lets a host be reached, if one does. */
function allowedBy({ allow, default: otherwise }: Egress, host: string, port: number) {
  const pattern = allow.find(candidate => candidate.matches(host, port));
  if (pattern !== undefined) return { rule: 'egress.allow', text: pattern.text };
  return otherwise === 'allow' ? { rule: 'egress.default', text: 'egress.default' } : undefined;
}

/** Whether a host may be reached. */
export function isReachable(egress: Egress, { host, port }: InputDocument['http']): boolean {
  return allowedBy(egress, host, port) !== undefined;
}

/** The list's word on a plain request or tunnel; silent about MCP, and about hosts it doesn't name. */
export function egressVerdict(egress: Egress, input: InputDocument): Verdict | undefined {
  if (input.phase !== 'http' && input.phase !== 'connect') return undefined;
  const { host, port } = input.http;
  const allowed = allowedBy(egress, host, port);
  if (allowed === undefined) return undefined;
  const msg = `host \`${host}\` is allowed by \`${allowed.text}\``;
  return { effect: 'allow', reasons: [{ source: 'rule', rule: allowed.rule, msg }] };
}
