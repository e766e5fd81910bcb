/*
 * OPA's own test cases, read exactly: numbers keep the digits of the file. The data is not part of
 * this repository; where it is absent, so are the cases.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/package-root.ts';
import { isJsonObject, type Json, type JsonObject, parseJson } from '../../src/base/plain-json.ts';
import { fromJs } from '../../src/value/json.ts';
import type { Value } from '../../src/value/value.ts';

/** `plans` have OPA's compiled plan with them, `rego` only the sources. */
export type CaseKind = 'plans' | 'rego';

/** What a case wants: an error of a code (any if absent), or a result set, empty for undefined. */
export type Expectation =
  | { readonly kind: 'error'; readonly code?: string; readonly text?: string }
  | { readonly kind: 'results'; readonly bindings: readonly Value[] }
  | { readonly kind: 'defined'; readonly defined: boolean };

export interface Case {
  readonly kind: CaseKind;
  readonly suite: string;
  readonly note: string;
  /** Suite and note, numbered where a suite says one note twice. */
  readonly id: string;
  readonly query: string;
  readonly modules: readonly string[];
  readonly data: Value;
  readonly input?: Value;
  /** Rego text, for inputs that JSON can't write. */
  readonly inputTerm?: string;
  readonly want: Expectation;
  /** Errors of builtins are the evaluation's. */
  readonly strict: boolean;
  /** Arrays in the bindings are compared sorted. */
  readonly sortBindings: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly experimentalKeywords: readonly string[];
  readonly plan?: Json;
}

const folder = join(packageRoot, '..', 'shared', 'conformance');

/** Whether the data is on this machine. */
export const hasCases: boolean =
  existsSync(join(folder, 'plans')) && existsSync(join(folder, 'rego'));

/** OPA's own declaration of its builtins, for comparing ours with. */
export const capabilitiesFile: string = join(folder, 'opa-capabilities-v1.19.0.json');

/** The cases of one kind, suite by suite. */
export function readCases(kind: CaseKind): Case[] {
  const files = readdirSync(join(folder, kind)).sort();
  return files.flatMap(file =>
    readSuite(kind, file.replace(/\.json$/, ''), join(folder, kind, file)),
  );
}

function readSuite(kind: CaseKind, suite: string, file: string): Case[] {
  const document = parseJson(readFileSync(file), { maxDepth: 4096 });
  const seen = new Map<string, number>();
  return (isJsonObject(document) ? (document['cases'] as JsonObject[]) : []).map(json => {
    const note = String(json['note']);
    const count = (seen.get(note) ?? 0) + 1;
    seen.set(note, count);
    const id = `${suite} | ${note}${count > 1 ? ` #${count}` : ''}`;
    return readCase(kind, suite, note, id, json);
  });
}

function readCase(kind: CaseKind, suite: string, note: string, id: string, json: JsonObject): Case {
  return {
    kind,
    suite,
    note,
    id,
    query: String(json['query']),
    modules: (json['modules'] ?? []) as string[],
    data: fromJs(json['data'] ?? {}),
    ...(json['input'] !== undefined && { input: fromJs(json['input']) }),
    ...(typeof json['input_term'] === 'string' && { inputTerm: json['input_term'] }),
    want: expectation(json),
    strict: json['strict_error'] === true,
    sortBindings: json['sort_bindings'] === true,
    env: (json['env'] ?? {}) as Record<string, string>,
    experimentalKeywords: json['experimental_keywords'] === true ? ['and', 'or'] : [],
    ...(json['plan'] !== undefined && { plan: json['plan'] }),
  };
}

/** A case that wants an error names its code, or only a text that begins with it. */
function expectation(json: JsonObject): Expectation {
  const text = json['want_error'] as string | undefined;
  const code =
    (json['want_error_code'] as string | undefined) ?? text?.match(/eval_\w+_error/)?.[0];
  if (code !== undefined || text !== undefined) {
    return { kind: 'error', ...(code && { code }), ...(text && { text }) };
  }
  if (typeof json['want_defined'] === 'boolean' && json['want_result'] === undefined) {
    return { kind: 'defined', defined: json['want_defined'] };
  }
  const bindings = (json['want_plan_result'] ?? json['want_result'] ?? []) as Json[];
  return { kind: 'results', bindings: bindings.map(fromJs) };
}
