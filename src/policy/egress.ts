import type { HostPattern } from './host-pattern.ts';
import type { InputDocument } from './input.ts';
import type { Verdict } from './verdict.ts';

/** Which hosts may be reached that are no MCP servers. */
export interface Egress {
  readonly allow: readonly HostPattern[];
  readonly default: 'allow' | 'deny';
}

/** The list's word on a plain request or tunnel; silent about MCP, and about hosts it doesn't name. */
export function egressVerdict(egress: Egress, input: InputDocument): Verdict | undefined {
  if (input.phase !== 'http' && input.phase !== 'connect') return undefined;
  const { host, port } = input.http;
  const pattern = egress.allow.find(candidate => candidate.matches(host, port));
  if (pattern === undefined && egress.default === 'deny') return undefined;
  const rule = pattern === undefined ? 'egress.default' : 'egress.allow';
  const msg = `host \`${host}\` is allowed by \`${pattern?.text ?? 'egress.default'}\``;
  return { effect: 'allow', reasons: [{ source: 'rule', rule, msg }] };
}
