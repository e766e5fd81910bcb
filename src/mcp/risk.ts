import type { JsonObject } from '../base/plain-json.ts';
import { remembered } from '../base/remembered.ts';
import type { Risk } from '../policy/input.ts';

/** What a tool's name says of it: it destroys, pays, runs or publishes; it only looks; or nothing. */
type NameKind = 'dangerous' | 'reading' | 'other';

/** An annotation as its server gave it; anything but a boolean is as good as absent. */
type Hint = 'true' | 'false' | 'absent';

/** One row: a tool to which all of this applies has this risk. What is left out applies to every tool. */
interface RiskRow {
  readonly name?: NameKind;
  readonly trusted?: true;
  readonly readOnly?: readonly Hint[];
  readonly destructive?: readonly Hint[];
  readonly risk: Risk;
}

const DANGEROUS =
  /(^|[_.-])(delete|remove|drop|destroy|purge|truncate|kill|exec|execute|run|shell|eval|pay|transfer|refund|deploy|publish|merge|force|grant|revoke|sudo)([_.-]|$)/;
const READING =
  /^(get|list|read|search|find|fetch|describe|show|count|query|lookup|view|status|ping|echo)([_.-]|$)/;

/** A name's words with `_` between them: `deleteRepo` and `delete-repo` read alike. */
const words = remembered(name => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase());

function nameKind(name: string): NameKind {
  const text = words(name);
  if (DANGEROUS.test(text)) return 'dangerous';
  return READING.test(text) ? 'reading' : 'other';
}

function hint(annotations: JsonObject, key: string): Hint {
  const value = annotations[key];
  return typeof value === 'boolean' ? `${value}` : 'absent';
}

/**
 * The first row that fits decides. Annotations are the server's word: they only tighten, except that
 * a server marked trusted may call its own tool harmless. Absent annotations are the worst case
 * (MCP schema: destructiveHint defaults to true, readOnlyHint to false). docs/mcp.md shows the table.
 */
export const RISK_TABLE: readonly RiskRow[] = [
  { name: 'dangerous', risk: 'high' },
  { trusted: true, readOnly: ['true'], risk: 'low' },
  { destructive: ['true'], readOnly: ['false', 'absent'], risk: 'high' },
  { name: 'reading', readOnly: ['true', 'absent'], risk: 'low' },
  { readOnly: ['true'], risk: 'medium' },
  { destructive: ['false'], risk: 'medium' },
  { risk: 'high' },
];

/** How risky a tool is to call, from its name and what its server says of it. */
export function riskOf(name: string, annotations: JsonObject, trusted: boolean): Risk {
  const kind = nameKind(name);
  const readOnly = hint(annotations, 'readOnlyHint');
  const destructive = hint(annotations, 'destructiveHint');
  return RISK_TABLE.find(
    row =>
      (row.name ?? kind) === kind &&
      (row.trusted ?? trusted) === trusted &&
      (row.readOnly?.includes(readOnly) ?? true) &&
      (row.destructive?.includes(destructive) ?? true),
  )!.risk;
}
