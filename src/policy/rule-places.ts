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

/** By package, then by rule. */
type ByRule<T> = Map<string, Map<string, T>>;

function sayingsByRule(modules: readonly Module[]): ByRule<Saying[]> {
  const packages: ByRule<Saying[]> = new Map();
  for (const module of modules) {
    const path = module.package.path.join('.');
    const rules = packages.get(path) ?? new Map<string, Saying[]>();
    packages.set(path, rules);
    for (const rule of module.rules.filter(candidate => !candidate.default)) {
      const name = ruleName(rule) ?? '';
      rules.set(name, [...(rules.get(name) ?? []), sayingOf(rule)]);
    }
  }
  return packages;
}

function mapValues<K, T, U>(map: ReadonlyMap<K, T>, make: (value: T) => U): Map<K, U> {
  return new Map([...map].map(([key, value]) => [key, make(value)]));
}

/** Where the rules of one name are, by what they say. */
interface Places {
  /** By the texts that heads spell; undefined where two spell the same. */
  readonly spelt: ReadonlyMap<string, Place | undefined>;
  /** The only rule, or else the only one whose message is computed. */
  readonly otherwise: Place | undefined;
}

function only(sayings: readonly Saying[]): Place | undefined {
  return sayings.length === 1 ? sayings[0]!.place : undefined;
}

function placesOf(sayings: readonly Saying[]): Places {
  const spelt = new Map<string, Place | undefined>();
  for (const { texts, place } of sayings) {
    for (const text of new Set(texts)) spelt.set(text, spelt.has(text) ? undefined : place);
  }
  return { spelt, otherwise: only(sayings) ?? only(sayings.filter(({ computed }) => computed)) };
}

function pick({ spelt, otherwise }: Places, { msg, code }: Reason): Place | undefined {
  if (spelt.has(msg)) return spelt.get(msg);
  if (code !== undefined && spelt.has(code)) return spelt.get(code);
  return otherwise;
}

/** A finder of rules over some modules. */
export function rulePlaces(modules: readonly Module[]): LocateReason {
  const packages = mapValues(sayingsByRule(modules), rules => mapValues(rules, placesOf));
  return reason => {
    const places = packages.get(reason.package ?? '')?.get(reason.rule ?? '');
    return places === undefined ? undefined : pick(places, reason);
  };
}
