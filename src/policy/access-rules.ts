/*
 * Access rules: the `rules:` of tameflare.yaml.
 *
 * A rule matches a message when each of its fields does; its condition is asked last. Of the rules
 * that match, the most specific one speaks and the others are silent. Specificity compares, in this
 * order: tool, server, action, condition, risk; for names an exact one beats a pattern, a pattern
 * with more literal characters beats one with fewer, and any pattern beats none. On a tie the
 * stricter effect wins, then the rule written first. So the rules are sorted once, and the first
 * that matches is the answer.
 *
 * An error in a condition never opens anything: an allow rule then does not match, a deny or
 * require_approval rule does, and the error is among the reasons.
 *
 * While tools are listed, arguments are unknown. A condition that reads them might hold, so the
 * walk goes on past its rule and the answer is the mildest effect that some arguments could get:
 * a tool is hidden only when no call of it could be allowed.
 */

import type { Json } from '../base/plain-json.ts';
import { type Bindings, bindInput, type Condition } from '../cel/condition.ts';
import { EFFECTS, type Effect, type Reason } from './decision.ts';
import { compileGlob, type Glob } from './glob.ts';
import type { InputDocument, Risk } from './input.ts';
import { SILENT, type Verdict } from './verdict.ts';

export interface AccessRule {
  /** How reasons call it: `rules[2]`. */
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly server?: string;
  readonly tool?: string;
  readonly action?: string;
  readonly risk?: Risk;
  readonly when?: Condition;
  readonly effect: Effect;
  readonly reason?: string;
  readonly approvers?: readonly string[];
  readonly expiresMs?: number;
  /** It decides nothing; what it would decide is recorded. */
  readonly shadow?: boolean;
}

interface Matcher {
  readonly rule: AccessRule;
  readonly tool?: Glob;
  readonly server?: Glob;
  readonly action?: Glob;
}

function matcherOf(rule: AccessRule): Matcher {
  return {
    rule,
    ...(rule.tool !== undefined && { tool: compileGlob(rule.tool) }),
    ...(rule.server !== undefined && { server: compileGlob(rule.server) }),
    ...(rule.action !== undefined && { action: compileGlob(rule.action) }),
  };
}

/** Exact names before patterns, longer patterns before shorter, none last. */
function narrowness(glob: Glob | undefined): number {
  if (glob === undefined) return -1;
  return glob.exact ? Number.POSITIVE_INFINITY : glob.literals;
}

function specificity({ rule, tool, server, action }: Matcher): readonly number[] {
  return [
    narrowness(tool),
    narrowness(server),
    narrowness(action),
    rule.when === undefined ? 0 : 1,
    rule.risk === undefined ? 0 : 1,
  ];
}

function strictness(effect: Effect): number {
  return EFFECTS.length - EFFECTS.indexOf(effect);
}

/** Negative if `a` is asked before `b`. */
function precedence(a: Matcher, b: Matcher): number {
  const other = specificity(b);
  for (const [index, value] of specificity(a).entries()) {
    if (value !== other[index]) return value > other[index]! ? -1 : 1;
  }
  return strictness(b.rule.effect) - strictness(a.rule.effect);
}

/** Why a rule's names do not match a message, for people; nothing if they do. */
function nameMismatch(
  { rule, tool, server, action }: Matcher,
  input: InputDocument,
): string | undefined {
  const differs = (what: string, glob: Glob | undefined, name: string | undefined) => {
    if (glob === undefined || (name !== undefined && glob.matches(name))) return undefined;
    return `${what} ${name === undefined ? 'none' : `\`${name}\``} is not \`${glob.pattern}\``;
  };
  const risk = input.tool?.risk;
  return (
    (rule.risk === undefined || rule.risk === risk
      ? undefined
      : `risk ${risk ?? 'none'} is not ${rule.risk}`) ??
    differs('action', action, input.action) ??
    differs('tool', tool, input.tool?.name) ??
    differs('server', server, input.server?.name)
  );
}

function matchesNames({ rule, tool, server, action }: Matcher, input: InputDocument): boolean {
  if (rule.risk !== undefined && rule.risk !== input.tool?.risk) return false;
  if (action?.matches(input.action) === false) return false;
  if (tool !== undefined && (input.tool === undefined || !tool.matches(input.tool.name))) {
    return false;
  }
  return server === undefined || (input.server !== undefined && server.matches(input.server.name));
}

/** Whether a rule's condition lets it speak. */
type Applies =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'error'; readonly message: string };

function applies({ when }: AccessRule, input: InputDocument, bindings: () => Bindings): Applies {
  if (when === undefined) return { kind: 'yes' };
  if (input.phase === 'list' && when.readsArguments) return { kind: 'unknown' };
  const result = when.evaluate(bindings());
  if (result.kind === 'error') return result;
  return { kind: result.value ? 'yes' : 'no' };
}

const SAYS: Readonly<Record<Effect, string>> = {
  allow: 'allowed',
  deny: 'denied',
  require_approval: 'held for approval',
};

function reasonOf(rule: AccessRule, source: Reason['source'], msg: string): Reason {
  return {
    source,
    rule: rule.name,
    ...(rule.file !== undefined && { file: rule.file }),
    ...(rule.line !== undefined && { line: rule.line }),
    msg,
  };
}

function verdictOf(rule: AccessRule, notes: readonly Reason[]): Verdict {
  const msg = rule.reason ?? `${SAYS[rule.effect]} by \`${rule.name}\``;
  return {
    effect: rule.effect,
    reasons: [reasonOf(rule, 'rule', msg), ...notes],
    ...(rule.approvers !== undefined && { approvers: rule.approvers }),
    ...(rule.expiresMs !== undefined && { expiresMs: rule.expiresMs }),
  };
}

function conditionNote(rule: AccessRule, message: string): Reason {
  const consequence =
    rule.effect === 'allow' ? 'so it does not allow' : `so it counts as met (${rule.effect})`;
  return reasonOf(
    rule,
    'error',
    `the condition of \`${rule.name}\` failed, ${consequence}: ${message}`,
  );
}

/** The mildest of the verdicts some arguments could get; silence refuses, as deny does. */
function mildest(possible: readonly Verdict[], definite: Verdict): Verdict {
  return [...possible, definite].reduce((best, verdict) =>
    strictness(verdict.effect ?? 'deny') < strictness(best.effect ?? 'deny') ? verdict : best,
  );
}

function lazyBindings(input: InputDocument): () => Bindings {
  let bindings: Bindings | undefined;
  return () => {
    bindings ??= bindInput(input as unknown as Json);
    return bindings;
  };
}

function decide(sorted: readonly Matcher[], input: InputDocument): Verdict {
  const bindings = lazyBindings(input);
  const notes: Reason[] = [];
  const possible: Verdict[] = [];
  for (const matcher of sorted) {
    if (!matchesNames(matcher, input)) continue;
    const { rule } = matcher;
    const result = applies(rule, input, bindings);
    if (result.kind === 'unknown') possible.push(verdictOf(rule, notes));
    if (result.kind === 'error') notes.push(conditionNote(rule, result.message));
    const speaks = result.kind === 'yes' || (result.kind === 'error' && rule.effect !== 'allow');
    if (speaks) return mildest(possible, verdictOf(rule, notes));
  }
  return mildest(possible, { ...SILENT, reasons: notes });
}

/** What a set of rules says about one message. */
export type AccessRules = (input: InputDocument) => Verdict;

function compileAll(rules: readonly AccessRule[]): AccessRules {
  const sorted = rules.map(matcherOf).sort(precedence);
  return input => decide(sorted, input);
}

/** Sorts the rules that are in force by precedence once. */
export function compileRules(rules: readonly AccessRule[]): AccessRules {
  return compileAll(rules.filter(rule => rule.shadow !== true));
}

/** What a shadow rule would decide if all of them were in force; nothing where another rule would still speak. */
export type ShadowRules = (input: InputDocument) => readonly Reason[];

const NOBODY: readonly Reason[] = [];

/** Undefined if there are no shadow rules, so that they cost nothing. */
export function compileShadowRules(rules: readonly AccessRule[]): ShadowRules | undefined {
  const shadow = new Set(rules.filter(rule => rule.shadow === true).map(rule => rule.name));
  if (shadow.size === 0) return undefined;
  const all = compileAll(rules);
  return input => {
    const { effect, reasons } = all(input);
    const [reason] = reasons;
    if (effect === undefined || !shadow.has(reason?.rule ?? '')) return NOBODY;
    return [{ ...reason!, effect }];
  };
}

/** Where a rule stands towards a message: the first that decides is the only one that speaks. */
export interface RuleStanding {
  readonly rule: AccessRule;
  readonly standing: 'decides' | 'outranked' | 'silent';
  /** Why it is silent, or what outranks it. */
  readonly why?: string;
}

function silence({ kind, ...rest }: Applies): string | undefined {
  if (kind === 'no') return 'its condition is false';
  if (kind === 'unknown') return 'its condition reads arguments, which a list does not have';
  return 'message' in rest ? `its condition failed: ${rest.message}` : undefined;
}

function standingOf(
  matcher: Matcher,
  input: InputDocument,
  decider: AccessRule | undefined,
): RuleStanding {
  const { rule } = matcher;
  if (rule.shadow === true)
    return { rule, standing: 'silent', why: 'it is a shadow rule, which decides nothing' };
  const mismatch = nameMismatch(matcher, input);
  if (mismatch !== undefined) return { rule, standing: 'silent', why: mismatch };
  if (decider !== undefined)
    return {
      rule,
      standing: 'outranked',
      why: `\`${decider.name}\` is more specific, or stricter`,
    };
  const result = applies(rule, input, lazyBindings(input));
  const speaks = result.kind === 'yes' || (result.kind === 'error' && rule.effect !== 'allow');
  const why = silence(result);
  return { rule, standing: speaks ? 'decides' : 'silent', ...(why === undefined ? {} : { why }) };
}

/** Where every rule stands, in the order in which they are asked. */
export function ruleStandings(rules: readonly AccessRule[], input: InputDocument): RuleStanding[] {
  const standings: RuleStanding[] = [];
  let decider: AccessRule | undefined;
  for (const matcher of rules.map(matcherOf).sort(precedence)) {
    const standing = standingOf(matcher, input, decider);
    if (standing.standing === 'decides') decider = matcher.rule;
    standings.push(standing);
  }
  return standings;
}
