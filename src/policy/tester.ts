/*
 * Runs Rego tests (OPA: docs, "Policy Testing"): every rule named `test_…` is one, and passes if it is true.
 * `todo_test_…` is skipped. A rule `test_x[note]` is a test for each note that it tries: those it defines as true pass.
 * All tests are compiled once into one module, so what is tested is what is run.
 */
import type { Span } from '../base/source.ts';
import { positionOf } from '../base/source.ts';
import { type Builtin, define } from '../builtins/builtin.ts';
import type { Module, Rule } from '../rego/ast.ts';
import { caseTerms, isTestName } from '../rego/test-cases.ts';
import { toJs } from '../value/json.ts';
import {
  type CompiledPolicy,
  type CompileOptions,
  compile,
  type EvaluateOptions,
  interpret,
  load,
  parseModules,
  type Result,
} from './compiler.ts';
import { Coverage, type CoverageReport } from './coverage.ts';

export type TestStatus = 'pass' | 'fail' | 'error' | 'skipped';

export interface TestResult {
  /** `data.policies.github_test.test_merge`. */
  readonly name: string;
  /** Which case of a test with cases; the parts of its name joined by `/`. */
  readonly case?: string;
  readonly file: string;
  readonly line: number;
  readonly status: TestStatus;
  /** Why it is an error. */
  readonly message?: string;
  readonly ms: number;
}

/** The WebAssembly module, or the plain interpreter that it is compared with. */
export type Engine = 'wasm' | 'interpreter' | 'both';

export interface TestOptions
  extends Pick<EvaluateOptions, 'now' | 'seed' | 'fuel'>,
    Pick<CompileOptions, 'capabilities' | 'regoVersion' | 'schemas'> {
  readonly modules: Readonly<Record<string, string>>;
  readonly data?: unknown;
  /** Only tests whose name matches. */
  readonly run?: RegExp;
  /** What runs the tests; `both` runs each twice and calls it an error where the two differ. The module if absent. */
  readonly engine?: Engine;
  /** Of these modules it is told which lines the tests reach; tests are then run by the interpreter. */
  readonly coverage?: (file: string) => boolean;
}

/** Results, and what of the modules the tests reached where that was asked for. */
export interface TestRun {
  readonly results: readonly TestResult[];
  readonly coverage?: CoverageReport;
}

interface TestRule {
  readonly path: string;
  readonly name: string;
  readonly span: Span;
  readonly skipped: boolean;
  readonly hasCases: boolean;
}

/** A rule's name, if it is a plain one. */
function ruleName({ head }: Rule): string | undefined {
  return head.ref.head.kind === 'var' && head.args === undefined ? head.ref.head.name : undefined;
}

function testsOf(module: Module): TestRule[] {
  const seen = new Map<string, TestRule>();
  for (const rule of module.rules) {
    const name = ruleName(rule) ?? '';
    if (!isTestName(name) || seen.has(name)) continue;
    const path = [...module.package.path, name];
    seen.set(name, {
      path: path.join('/'),
      name: ['data', ...path].join('.'),
      span: rule.span,
      skipped: name.startsWith('todo_'),
      hasCases: caseTerms(rule).length > 0,
    });
  }
  return [...seen.values()];
}

/** Where tests say which cases they try. */
interface Recorder {
  readonly builtin: Builtin;
  /** The cases tried since the last time, each once. */
  take(): readonly (readonly string[])[];
}

function recorder(): Recorder {
  const tried = new Map<string, readonly string[]>();
  return {
    builtin: define('internal.test_case', ([names]) => {
      const parts = (toJs(names ?? []) as readonly unknown[]).map(String);
      tried.set(JSON.stringify(parts), parts);
      return true;
    }),
    take() {
      const all = [...tried.values()];
      tried.clear();
      return all;
    },
  };
}

type Outcome = Pick<TestResult, 'case' | 'status' | 'message'>;

/** Whether a document has true at a path of names. */
function holds(document: unknown, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return document === true;
  if (typeof document !== 'object' || document === null || !Object.hasOwn(document, name))
    return false;
  return holds((document as Record<string, unknown>)[name], rest);
}

/** A test with cases that tries none has tested nothing, and fails. */
function caseOutcomes(result: Result, tried: readonly (readonly string[])[]): Outcome[] {
  const document = result.kind === 'defined' ? result.value : undefined;
  if (tried.length === 0) return [{ status: 'fail', message: 'it tries no case' }];
  return tried.map(parts => ({
    case: parts.join('/'),
    status: holds(document, parts) ? 'pass' : 'fail',
  }));
}

/** A module of tests, ready to run. */
interface Bench {
  readonly evaluate: Evaluate;
  readonly cases: Recorder;
}

function outcomes({ evaluate, cases }: Bench, test: TestRule): Outcome[] {
  if (test.skipped) return [{ status: 'skipped' }];
  cases.take();
  const result = evaluate(test.path);
  const tried = cases.take();
  if (result.kind === 'error')
    return [{ status: 'error', message: `${result.error.code}: ${result.error.message}` }];
  if (test.hasCases) return caseOutcomes(result, tried);
  return [{ status: result.kind === 'defined' && result.value === true ? 'pass' : 'fail' }];
}

function runOne(bench: Bench, test: TestRule): TestResult[] {
  const start = performance.now();
  const found = outcomes(bench, test);
  const ms = (performance.now() - start) / found.length;
  const { name, span } = test;
  const place = { name, file: span.source.name, line: positionOf(span).line };
  return found.map(outcome => ({ ...place, ...outcome, ms }));
}

function withRecorder(policy: CompiledPolicy, { builtin }: Recorder): CompiledPolicy {
  return { ...policy, granted: new Map([...policy.granted, [builtin.name, builtin]]) };
}

/** Evaluates one test. */
type Evaluate = (entrypoint: string) => Result;

/** Both at once, at one time and with one seed. */
function compared(wasm: Evaluate, interpreter: Evaluate): Evaluate {
  return entrypoint => {
    const first = wasm(entrypoint);
    const second = interpreter(entrypoint);
    const [a, b] = [first, second].map(result => JSON.stringify(result));
    if (a === b) return first;
    const message = `the module gives ${a}, the interpreter ${b}`;
    return { kind: 'error', error: { code: 'eval_internal_error', message } };
  };
}

/** How tests are evaluated. Coverage takes the interpreter, which can be watched. */
function evaluation(
  policy: CompiledPolicy,
  { now, seed, fuel, engine = 'wasm' }: TestOptions,
  coverage: Coverage | undefined,
): Evaluate {
  const given = {
    now: now ?? BigInt(Date.now()) * 1_000_000n,
    ...(seed === undefined ? {} : { seed }),
    ...(fuel === undefined ? {} : { fuel }),
  };
  const { ir, granted, data } = policy;
  const watched = coverage === undefined ? {} : { tracer: coverage.tracer(ir) };
  const interpreter = (settings: object): Evaluate => {
    return entrypoint => interpret(ir, { entrypoint, data, granted, ...watched, ...settings });
  };
  if (engine === 'interpreter' || (engine === 'wasm' && coverage !== undefined))
    return interpreter(given);
  const loaded = load(policy);
  const wasm = (settings: object): Evaluate => {
    return entrypoint => loaded.evaluate(undefined, { entrypoint, ...settings });
  };
  if (engine === 'wasm') return wasm(given);
  const same = { seed: 'tests', ...given };
  return compared(wasm(same), interpreter(same));
}

function runAll(
  tests: readonly TestRule[],
  options: TestOptions,
  coverage: Coverage | undefined,
): TestResult[] {
  const entrypoints = tests.map(test => test.path);
  const cases = recorder();
  const compiled = compile({ ...options, entrypoints, testCases: true });
  const evaluate = evaluation(withRecorder(compiled, cases), options, coverage);
  return tests.flatMap(test => runOne({ evaluate, cases }, test));
}

/** Runs the tests among the modules, in the order of their files. @throws RegoError when they don't compile */
export function runTests(options: TestOptions): TestRun {
  const { modules, run, regoVersion = 1 } = options;
  const parsed = parseModules(modules, { regoVersion });
  const tests = parsed.flatMap(testsOf).filter(test => run?.test(test.name) ?? true);
  const { coverage: isAsked } = options;
  const coverage =
    isAsked && new Coverage(parsed.filter(module => isAsked(module.package.span.source.name)));
  const results = tests.length === 0 ? [] : runAll(tests, options, coverage);
  return { results, ...(coverage === undefined ? {} : { coverage: coverage.report() }) };
}
