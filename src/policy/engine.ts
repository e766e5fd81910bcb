/*
 * The decision point: one input document in, one decision out.
 *
 *   kill switch → access rules, egress list → policies → the most restrictive wins
 *
 * Policies are asked even when the answer is known, because only they know what the audit must
 * mask and what shadow rules say.
 */

import type { Clock } from '../base/clock.ts';
import { messageOf } from '../base/errors.ts';
import { EVERY } from '../ir/read-set.ts';
import {
  type AccessRule,
  type AccessRules,
  compileRules,
  compileShadowRules,
  type ShadowRules,
} from './access-rules.ts';
import type { Decision, Reason } from './decision.ts';
import { type CachedVerdict, createDecisionCache, type DecisionCache } from './decision-cache.ts';
import type { DecisionModule } from './decision-module.ts';
import { type Egress, egressVerdict, isReachable } from './egress.ts';
import type { InputDocument } from './input.ts';
import { type Kill, killedBy } from './kill-switch.ts';
import {
  type LocateReason,
  type PolicyVerdict,
  policyError,
  readVerdict,
} from './policy-verdict.ts';
import { combine, denyByDefault, killed, type Ruling } from './ruling.ts';
import type { Verdict } from './verdict.ts';

export interface EngineOptions {
  readonly rules: readonly AccessRule[];
  /** Identifies the rules; with the policies' revision it makes the decision's. */
  readonly rulesRevision: string;
  readonly egress?: Egress;
  /**
   * Names of the declared servers. Another server is a host like any other: what rules and policies allow holds
   * there only if the egress list lets the host be reached. Without names every server counts as declared.
   */
  readonly servers?: ReadonlySet<string>;
  /** Action patterns that only keep a protocol going: allowed unless a rule or policy says otherwise. */
  readonly lifecycleActions?: readonly string[];
  /** Absent when there are no policies: then the rules decide alone. */
  readonly policies?: DecisionModule;
  /** Finds the line a policy's reason comes from. */
  readonly locate?: LocateReason;
  readonly cache?: DecisionCache;
  /** What is switched off at this moment. */
  readonly kills?: () => readonly Kill[];
  readonly clock: Clock;
  /** A new unique decision id. */
  readonly ids: () => string;
  /** What to say when nothing allows a message: best with what would allow it. */
  readonly explainDefault?: (input: InputDocument) => string;
}

export interface Engine {
  readonly revision: string;
  decide(input: InputDocument): Decision;
}

const REVISION_CHARACTERS = 12;

function revisionOf({ rulesRevision, policies }: EngineOptions): string {
  const parts = policies === undefined ? [rulesRevision] : [rulesRevision, policies.revision];
  return parts.map(part => part.slice(0, REVISION_CHARACTERS)).join('-');
}

/** As if they were written at the end of the configuration: a more specific rule overrides them. */
function lifecycleRules(actions: readonly string[]): AccessRule[] {
  return actions.map(action => ({
    name: 'protocol',
    action,
    effect: 'allow',
    reason: `\`${action}\` keeps the protocol going`,
  }));
}

/** Without policies nothing is said and nothing needs masking. */
const NOBODY_ASKED: CachedVerdict = {
  verdict: { kind: 'verdict', reasons: [], shadow: [], redact: [] },
  cached: false,
};

const NOTHING: readonly Reason[] = [];

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Policies that failed can't say what to mask: then everything a caller has sent is masked. */
const MASK_ALL = ['/tool/arguments', '/prompt/arguments', '/params'];

/** Where a call's arguments are: unknown while tools are listed. */
const ARGUMENT_PATHS = [
  ['tool', 'arguments'],
  ['prompt', 'arguments'],
];

/** Whether consent may depend on arguments, so that silence about a listed tool proves nothing. */
function readsArguments({ readSet, consentReadSet = readSet }: DecisionModule): boolean {
  return consentReadSet.paths.some(path =>
    ARGUMENT_PATHS.some(place =>
      place.every((step, at) => at >= path.length || path[at] === EVERY || path[at] === step),
    ),
  );
}

function describeDefault(input: InputDocument): string {
  const what = input.tool === undefined ? input.action : `tool ${input.tool.name}`;
  const where = input.server?.name ?? input.http.host;
  return `no rule or policy allows \`${what}\` on \`${where}\``;
}

class PolicyEngine implements Engine {
  readonly revision: string;
  private readonly options: EngineOptions;
  private readonly rules: AccessRules;
  private readonly shadowRules: ShadowRules | undefined;
  private readonly cache: DecisionCache;
  private readonly dependsOnArguments: boolean;

  constructor(options: EngineOptions) {
    this.options = options;
    this.revision = revisionOf(options);
    const rules = [...options.rules, ...lifecycleRules(options.lifecycleActions ?? [])];
    this.rules = compileRules(rules);
    this.shadowRules = compileShadowRules(rules);
    this.cache = options.cache ?? createDecisionCache();
    this.dependsOnArguments = options.policies !== undefined && readsArguments(options.policies);
  }

  decide(input: InputDocument): Decision {
    const startMs = performance.now();
    const { verdict, cached } = this.policyVerdict(input);
    const kill = killedBy(this.options.kills?.() ?? [], input);
    const ruling = kill === undefined ? this.rule(input, verdict) : killed(kill);
    const { effect, outcome, reasons, approvers, expiresMs } = ruling;
    // Spelled out: a spread would cost more than some of the values.
    const decision: Writable<Decision> = {
      id: this.options.ids(),
      effect,
      outcome,
      reasons,
      shadow: this.shadow(input, verdict),
      redact: verdict.kind === 'error' ? MASK_ALL : verdict.redact,
      revision: this.revision,
      cached,
      micros: Math.round((performance.now() - startMs) * 1000),
    };
    if (approvers !== undefined) decision.approvers = approvers;
    if (expiresMs !== undefined) decision.expiresMs = expiresMs;
    return decision;
  }

  private shadow(input: InputDocument, policies: PolicyVerdict): readonly Reason[] {
    const said = policies.kind === 'error' ? NOTHING : policies.shadow;
    return this.shadowRules === undefined ? said : [...this.shadowRules(input), ...said];
  }

  private rule(input: InputDocument, policies: PolicyVerdict): Ruling {
    const explain = this.options.explainDefault ?? describeDefault;
    if (policies.kind === 'verdict' && policies.effect !== 'deny' && this.isOutOfReach(input)) {
      return denyByDefault(explain(input));
    }
    return combine(this.rulesVerdict(input), this.whileListing(input, policies), () =>
      explain(input),
    );
  }

  private isOutOfReach({ mcp, server, http }: InputDocument): boolean {
    const { servers, egress } = this.options;
    if (mcp === undefined || servers === undefined || servers.has(server?.name ?? '')) return false;
    return egress === undefined || !isReachable(egress, http);
  }

  /** Where rules are silent the egress list speaks; their notes are kept. */
  private rulesVerdict(input: InputDocument): Verdict {
    const rules = this.rules(input);
    const { egress } = this.options;
    if (rules.effect !== undefined || egress === undefined) return rules;
    const listed = egressVerdict(egress, input);
    return listed === undefined
      ? rules
      : { ...listed, reasons: [...listed.reasons, ...rules.reasons] };
  }

  /** Policies that say nothing about a tool without its arguments may yet allow a call of it. */
  private whileListing(input: InputDocument, verdict: PolicyVerdict): PolicyVerdict {
    const mayAllow = input.phase === 'list' && this.dependsOnArguments;
    if (!mayAllow || verdict.kind === 'error' || verdict.effect !== undefined) return verdict;
    const msg = 'may be allowed, depending on its arguments';
    return { ...verdict, effect: 'allow', reasons: [{ source: 'policy', msg }] };
  }

  private policyVerdict(input: InputDocument): CachedVerdict {
    const { policies } = this.options;
    if (policies === undefined) return NOBODY_ASKED;
    return this.cache.verdict(policies, input, visible => this.evaluate(policies, visible));
  }

  private evaluate(policies: DecisionModule, visible: string): PolicyVerdict {
    const { clock, locate = () => undefined } = this.options;
    try {
      const result = policies.evaluate(visible, { nowNs: clock.nowNs() });
      return readVerdict(result, locate);
    } catch (thrown) {
      return policyError(`the policies failed: ${messageOf(thrown)}`);
    }
  }
}

/** The decision point over one set of rules and policies; made anew when either changes. */
export function createEngine(options: EngineOptions): Engine {
  return new PolicyEngine(options);
}
