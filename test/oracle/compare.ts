/* One program through `opa` and through our engines. */
import { isJsonObject, type Json, parseJson } from '../../src/base/plain-json.ts';
import { fromJs } from '../../src/value/json.ts';
import { identity } from '../../src/value/value.ts';
import { BASE_DOCUMENT, type Program } from '../support/program-arbitrary.ts';
import type { Opa } from './opa.ts';
import { type Asked, compileOrRefuse, type Engine, enginesOf } from './ours.ts';
import {
  type Answer,
  agree,
  agreeOnRefusal,
  describe,
  isRefusal,
  type Outcome,
} from './outcome.ts';

export const DATA = { base: BASE_DOCUMENT };

/** What was compared: how a module is taken, a document's value, a query's bindings. */
export type Subject = 'module' | 'document' | 'strict document' | 'query' | 'layout';

export interface Difference {
  readonly subject: Subject;
  /** What was asked, beside the module. */
  readonly about: string;
  readonly engine: string;
  readonly opa: string;
  readonly ours: string;
}

/** Told of every comparison that was made. */
export type Tally = (subject: Subject, outcome: 'same' | 'refused by both') => void;

class Differs extends Error {
  readonly difference: Difference;

  constructor(difference: Difference) {
    super('opa and we differ');
    this.difference = difference;
  }
}

interface Comparison {
  readonly opa: Opa;
  readonly tally: Tally;
}

function differs(
  subject: Subject,
  about: string,
  engine: string,
  opa: Outcome | undefined,
  ours: Outcome | undefined,
): never {
  throw new Differs({ subject, about, engine, opa: describe(opa), ours: describe(ours) });
}

/** The first difference between what `opa` and we make of a program. */
export async function compareProgram(
  opa: Opa,
  program: Program,
  tally: Tally,
): Promise<Difference | undefined> {
  try {
    await compareAll({ opa, tally }, program);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Differs) return thrown.difference;
    const ours = thrown instanceof Error ? String(thrown.stack) : String(thrown);
    return { subject: 'module', about: '', engine: 'fault', opa: 'no fault', ours };
  }
}

async function compareAll(on: Comparison, program: Program): Promise<void> {
  const { text, documents } = program;
  const entrypoints = ['t', ...documents.map(name => `t/${name}`)];
  const refused = await on.opa.setModule(text);
  const compiled = compileOrRefuse(text, DATA, { entrypoints });
  const ours = 'kind' in compiled ? compiled : undefined;
  if (!agreeOnRefusal(refused, ours)) differs('module', '', 'compiler', refused, ours);
  on.tally('module', refused === undefined ? 'same' : 'refused by both');
  if ('kind' in compiled) return;
  const engines = enginesOf(compiled);
  for (const input of program.inputs) {
    for (const strict of [false, true]) {
      const fails = await compareDocument(on, engines, { entrypoint: 't', input, strict });
      if (!fails) continue;
      for (const entrypoint of entrypoints.slice(1)) {
        await compareDocument(on, engines, { entrypoint, input, strict });
      }
    }
    await compareQuery(on, program, input);
  }
}

/**
 * A whole package may fail for several reasons, of which one is told; then its documents are asked one
 * by one.
 * @returns whether it fails
 */
async function compareDocument(
  { opa, tally }: Comparison,
  engines: readonly Engine[],
  asked: Required<Asked>,
): Promise<boolean> {
  const { entrypoint, input, strict } = asked;
  const subject = strict ? 'strict document' : 'document';
  const theirs = await opa.evaluate(entrypoint, input, strict);
  for (const { name, answer } of engines) {
    const ours = answer(asked);
    if (!agree(theirs, ours) && !bothFail(theirs, ours) && !maySkip(strict, theirs, ours)) {
      const path = `data.${entrypoint.replaceAll('/', '.')}`;
      differs(subject, `${path} for ${JSON.stringify(input)}`, name, theirs, ours);
    }
    tally(subject, 'same');
  }
  return theirs.kind === 'error';
}

function bothFail(opa: Answer, ours: Answer): boolean {
  if (opa.kind === 'error' && opa.code === 'opa_panic') return true;
  return opa.kind === 'error' && ours.kind === 'error';
}

/**
 * OPA leaves out what can't change a result (rules its index excludes, answers after the first), and with
 * it the errors of builtins in there. Plans know no such order.
 */
function maySkip(strict: boolean, opa: Answer, ours: Answer): boolean {
  return (
    strict && opa.kind !== 'error' && ours.kind === 'error' && ours.code !== 'eval_conflict_error'
  );
}

async function compareQuery(
  { opa, tally }: Comparison,
  { text, query }: Program,
  input: unknown,
): Promise<void> {
  const compiled = compileOrRefuse(text, DATA, { query });
  const theirs = await opa.query(query, input);
  const about = `${query} for ${JSON.stringify(input)}`;
  if ('kind' in compiled || isRefusal(theirs)) {
    const [a, b] = [
      isRefusal(theirs) ? theirs : undefined,
      'kind' in compiled ? compiled : undefined,
    ];
    // OPA's server does not check the types of a query.
    const isTypeOnly = a === undefined && b?.codes.join() === 'rego_type_error';
    if (!isTypeOnly && !agreeOnRefusal(a, b)) differs('query', about, 'compiler', a, b);
    return tally('query', 'refused by both');
  }
  for (const { name, answer } of enginesOf(compiled)) {
    const ours = answer({ entrypoint: 'eval', input });
    if (!agree(bindings(theirs), bindings(ours))) differs('query', about, name, theirs, ours);
    tally('query', 'same');
  }
}

/** Result sets are sets. */
function bindings(answer: Answer): Answer {
  if (answer.kind !== 'defined') return answer;
  const rows = parseJson(answer.json, { maxDepth: 4096 });
  if (!Array.isArray(rows) || rows.length === 0) return { kind: 'undefined' };
  const byIdentity = new Map(rows.filter(isJsonObject).map(row => [identity(fromJs(row)), row]));
  const sorted: Json[] = [...byIdentity].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return { kind: 'defined', json: JSON.stringify(sorted) };
}
