/*
 * A condition: a CEL expression over the input document, parsed, checked and planned once.
 *
 * Evaluating gives a boolean or an error as a value, never an exception, and always ends: see
 * meter.ts. What an error means is the rule's matter.
 */
import { type CelInput, isCelError, parse, plan } from '@bufbuild/cel';
import type { Diagnostic } from '../base/diagnostic.ts';
import { messageOf } from '../base/errors.ts';
import type { Json } from '../base/plain-json.ts';
import type { Source } from '../base/source.ts';
import { check, LIMITS } from './check.ts';
import { createEnvironment, type MeteredEnvironment } from './environment.ts';
import { children, type Parsed } from './expr.ts';
import { instrument } from './instrument.ts';
import { type CelJson, toCelJson } from './json-values.ts';
import { BUDGET, OverBudget } from './meter.ts';
import { readsArguments } from './read-paths.ts';

type Variables = Record<string, CelInput>;

/** The variables of one input document; made once for all the conditions asked about it. */
export type Bindings =
  | { readonly kind: 'variables'; readonly variables: Readonly<Variables> }
  | { readonly kind: 'error'; readonly message: string };

export type ConditionResult =
  | { readonly kind: 'value'; readonly value: boolean }
  | { readonly kind: 'error'; readonly message: string };

export interface Condition {
  readonly text: string;
  /** True if its value can depend on a call's arguments. */
  readonly readsArguments: boolean;
  evaluate(bindings: Bindings): ConditionResult;
}

export type Compiled =
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** `input` and its short names; a name without a value here is left out, so that using it is an error. */
export function bindInput(input: Json): Bindings {
  try {
    return { kind: 'variables', variables: variablesOf(toCelJson(input)) };
  } catch (thrown) {
    return { kind: 'error', message: messageOf(thrown) };
  }
}

function variablesOf(input: CelJson): Variables {
  const variables: Variables = Object.create(null);
  variables['input'] = input;
  for (const name of ['tool', 'server', 'agent']) define(variables, name, field(input, name));
  const holder = field(input, 'tool') ?? field(input, 'prompt');
  define(variables, 'args', field(holder, 'arguments'));
  return variables;
}

function define(variables: Variables, name: string, value: CelJson | undefined): void {
  if (value !== undefined) variables[name] = value;
}

function field(value: CelJson | undefined, name: string): CelJson | undefined {
  return value instanceof Map ? value.get(name) : undefined;
}

let shared: MeteredEnvironment | undefined;

/** Building one takes milliseconds, so there is one; evaluations never interleave. */
function environment(): MeteredEnvironment {
  shared ??= createEnvironment();
  return shared;
}

function invalid(source: Source, code: string, message: string, start = 0, end = 0): Compiled {
  const span = { source, start, end: Math.max(end, start + 1) };
  return { kind: 'invalid', diagnostics: [{ code, message, span }] };
}

/** The parser's errors carry an offset. */
function parseFailure(source: Source, thrown: unknown): Compiled {
  if (thrown instanceof RangeError) {
    return invalid(source, 'cel_limit_error', 'the condition nests too deeply');
  }
  const place = (thrown as { location?: { start?: { offset?: unknown } } }).location;
  const offset = place?.start?.offset;
  const at = typeof offset === 'number' ? offset : 0;
  const found = source.text.slice(at).trim() === '' ? 'end' : `\`${source.text[at]}\``;
  return invalid(source, 'cel_parse_error', `unexpected ${found}`, at);
}

/** Parses, checks and plans a condition; spans of the diagnostics lie in `source`. */
export function compileCondition(source: Source): Compiled {
  const { text } = source;
  if (text.length > LIMITS.characters) {
    const message = `the condition has ${text.length} characters; the limit is ${LIMITS.characters}`;
    return invalid(source, 'cel_limit_error', message);
  }
  let parsed: Parsed;
  try {
    parsed = parse(text);
  } catch (thrown) {
    return parseFailure(source, thrown);
  }
  const diagnostics = check(source, parsed, environment().functions);
  if (diagnostics.length > 0) return { kind: 'invalid', diagnostics };
  return { kind: 'condition', condition: prepare(text, parsed) };
}

function prepare(text: string, parsed: Parsed): Condition {
  const { env, meter } = environment();
  const planned = plan(env, instrument(parsed.expr));
  const names = identifiers(parsed);
  return {
    text,
    readsArguments: readsArguments(parsed.expr),
    evaluate(bindings) {
      if (bindings.kind === 'error') return bindings;
      meter.left = BUDGET;
      const result = planned(bindings.variables);
      if (meter.left < 0) return { kind: 'error', message: new OverBudget().message };
      if (isCelError(result)) return { kind: 'error', message: explain(result, names) };
      if (typeof result === 'boolean') return { kind: 'value', value: result };
      return { kind: 'error', message: 'the condition gave no boolean' };
    },
  };
}

/** Which variable each identifier's id stands for. */
function identifiers(parsed: Parsed): ReadonlyMap<bigint, string> {
  const names = new Map<bigint, string>();
  const visit = (expr: Parsed['expr']): void => {
    if (expr.exprKind.case === 'identExpr') names.set(expr.id, expr.exprKind.value.name);
    for (const child of children(expr)) visit(child);
  };
  visit(parsed.expr);
  return names;
}

function explain(
  error: { readonly message: string; readonly exprId?: bigint | undefined },
  names: ReadonlyMap<bigint, string>,
): string {
  if (error.message !== 'unresolved attribute') return error.message;
  const name = error.exprId === undefined ? undefined : names.get(error.exprId);
  return name === undefined ? 'a value is missing' : `\`${name}\` is missing in this message`;
}
