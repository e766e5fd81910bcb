/*
 * Where the rule behind a reason is written.
 *
 * A decision names package and rule, and a rule such as `deny` may be written many times. Of those
 * the one meant is the one whose head spells the reason's message or code; if none does, the only
 * one whose message is computed. Where that leaves a doubt no line is given: none is better than a
 * wrong one.
 */
import { positionOf } from '../base/source.ts';
import type { Module, Rule, Term } from '../rego/ast.ts';
import { ruleName } from './contract.ts';
import type { Reason } from './decision.ts';
import type { LocateReason } from './policy-verdict.ts';

interface Place {
  readonly file: string;
  readonly line: number;
}

function placeOf({ head: { span } }: Rule): Place {
  return { file: span.source.name, line: positionOf(span).line };
}

/** What a head says of its message: texts it spells, or that it computes one. */
interface Saying {
  readonly place: Place;
  readonly texts: readonly string[];
  readonly computed: boolean;
}

function stringField(term: Term, name: string): Term | undefined {
  if (term.kind !== 'object') return undefined;
  return term.entries.find(([key]) => key.kind === 'string' && key.value === name)?.[1];
}

function sayingOf(rule: Rule): Saying {
  const said = rule.head.key ?? rule.head.value;
  const place = placeOf(rule);
  if (said === undefined) return { place, texts: [], computed: false };
  const parts = [stringField(said, 'msg') ?? said, stringField(said, 'code')];
  const texts = parts.flatMap(part => (part?.kind === 'string' ? [part.value] : []));
  return { place, texts, computed: parts[0]?.kind !== 'string' && parts[0]?.kind !== 'boolean' };
}

function sayingsByRule(modules: readonly Module[]): ReadonlyMap<string, readonly Saying[]> {
  const sayings = new Map<string, Saying[]>();
  for (const module of modules) {
    for (const rule of module.rules.filter(candidate => !candidate.default)) {
      const key = [...module.package.path, ruleName(rule) ?? ''].join('.');
      sayings.set(key, [...(sayings.get(key) ?? []), sayingOf(rule)]);
    }
  }
  return sayings;
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

function pick(sayings: readonly Saying[], { msg, code }: Reason): Saying | undefined {
  const spelt = sayings.filter(({ texts }) => texts.includes(msg));
  if (spelt.length > 0) return only(spelt);
  const coded = sayings.filter(({ texts }) => code !== undefined && texts.includes(code));
  if (coded.length > 0) return only(coded);
  return only(sayings) ?? only(sayings.filter(({ computed }) => computed));
}

/** A finder of rules over some modules. */
export function rulePlaces(modules: readonly Module[]): LocateReason {
  const sayings = sayingsByRule(modules);
  return reason => {
    const key = [reason.package, reason.rule].join('.');
    return pick(sayings.get(key) ?? [], reason)?.place;
  };
}
