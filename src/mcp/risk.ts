import type { JsonObject } from '../base/plain-json.ts';
import { remembered } from '../base/remembered.ts';
import type { Risk } from '../policy/input.ts';

/** One row: a tool whose annotations are so and whose name matches is at least (or exactly) this risky. */
interface RiskRow {
  readonly when: (tool: {
    readonly name: string;
    readonly annotations: JsonObject;
    readonly trusted: boolean;
  }) => boolean;
  readonly risk: Risk;
}

/** Words in a tool's name that say it destroys, pays, runs or publishes. */
const DANGEROUS =
  /(^|[_.-])(delete|remove|drop|destroy|purge|truncate|kill|exec|execute|run|shell|eval|pay|transfer|refund|deploy|publish|merge|force|grant|revoke|sudo)([_.-]|$)/;
/** Words that say it only looks. */
const READING =
  /^(get|list|read|search|find|fetch|describe|show|count|query|lookup|view|status|ping|echo)([_.-]|$)/;

/** A name's words with `_` between them: `deleteRepo` and `delete-repo` read alike. */
const words = remembered(name => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase());

/**
 * The first row that fits decides. Annotations are the server's word: they only tighten, except that
 * a server marked trusted may call its own tool harmless. Absent annotations are the worst case
 * (MCP schema: destructiveHint defaults to true, readOnlyHint to false).
 */
const RISK_TABLE: readonly RiskRow[] = [
  { risk: 'high', when: tool => DANGEROUS.test(words(tool.name)) },
  { risk: 'low', when: tool => tool.trusted && tool.annotations['readOnlyHint'] === true },
  {
    risk: 'high',
    when: tool =>
      tool.annotations['destructiveHint'] === true && tool.annotations['readOnlyHint'] !== true,
  },
  {
    risk: 'low',
    when: tool => READING.test(words(tool.name)) && tool.annotations['readOnlyHint'] !== false,
  },
  { risk: 'medium', when: tool => tool.annotations['readOnlyHint'] === true },
  { risk: 'medium', when: tool => tool.annotations['destructiveHint'] === false },
  { risk: 'high', when: () => true },
];

/** How risky a tool is to call, from its name and what its server says of it. */
export function riskOf(name: string, annotations: JsonObject, trusted: boolean): Risk {
  return RISK_TABLE.find(row => row.when({ name, annotations, trusted }))!.risk;
}
