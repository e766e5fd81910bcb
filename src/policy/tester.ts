/*
 * Runs Rego tests: every rule named `test_…` is one, and passes if it is true. `todo_test_…` is skipped.
 * All tests are compiled once into one module, so what is tested is what is run.
 */
import type { Span } from '../base/source.ts';
import { positionOf } from '../base/source.ts';
import type { Module, Rule } from '../rego/ast.ts';
import {
  type CompileOptions,
  compile,
  type EvaluateOptions,
  type LoadedPolicy,
  load,
  parseModules,
} from './compiler.ts';

export type TestStatus = 'pass' | 'fail' | 'error' | 'skipped';

export interface TestResult {
  /** `data.policies.github_test.test_merge`. */
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly status: TestStatus;
  /** Why it is an error. */
  readonly message?: string;
  readonly ms: number;
}

export interface TestOptions
  extends Pick<EvaluateOptions, 'now' | 'seed' | 'fuel'>,
    Pick<CompileOptions, 'capabilities' | 'regoVersion' | 'schemas'> {
  readonly modules: Readonly<Record<string, string>>;
  readonly data?: unknown;
  /** Only tests whose name matches. */
  readonly run?: RegExp;
}

interface TestRule {
  readonly path: string;
  readonly name: string;
  readonly span: Span;
  readonly skipped: boolean;
}

/** A rule's name, if it is a plain one. */
function ruleName({ head }: Rule): string | undefined {
  return head.ref.head.kind === 'var' && head.args === undefined ? head.ref.head.name : undefined;
}

function testsOf(module: Module): TestRule[] {
  const seen = new Map<string, TestRule>();
  for (const rule of module.rules) {
    const name = ruleName(rule) ?? '';
    if (!/^(todo_)?test_/.test(name)) continue;
    const path = [...module.package.path, name];
    if (!seen.has(name)) {
      seen.set(name, {
        path: path.join('/'),
        name: ['data', ...path].join('.'),
        span: rule.span,
        skipped: name.startsWith('todo_'),
      });
    }
  }
  return [...seen.values()];
}

function outcome(
  policy: LoadedPolicy,
  test: TestRule,
  options: TestOptions,
): Pick<TestResult, 'status' | 'message'> {
  if (test.skipped) return { status: 'skipped' };
  const { now, seed, fuel } = options;
  const given = {
    ...(now === undefined ? {} : { now }),
    ...(seed === undefined ? {} : { seed }),
    ...(fuel === undefined ? {} : { fuel }),
  };
  const result = policy.evaluate(undefined, { entrypoint: test.path, ...given });
  if (result.kind === 'error')
    return { status: 'error', message: `${result.error.code}: ${result.error.message}` };
  return { status: result.kind === 'defined' && result.value === true ? 'pass' : 'fail' };
}

function runOne(policy: LoadedPolicy, test: TestRule, options: TestOptions): TestResult {
  const start = performance.now();
  const result = outcome(policy, test, options);
  const ms = performance.now() - start;
  return {
    name: test.name,
    file: test.span.source.name,
    line: positionOf(test.span).line,
    ...result,
    ms,
  };
}

/** Runs the tests among the modules, in the order of their files. @throws RegoError when they don't compile */
export function runTests(options: TestOptions): TestResult[] {
  const { modules, run, regoVersion = 1 } = options;
  const all = parseModules(modules, { regoVersion }).flatMap(testsOf);
  const tests = all.filter(test => run?.test(test.name) ?? true);
  if (tests.length === 0) return [];
  const policy = load(compile({ ...options, entrypoints: tests.map(test => test.path) }));
  return tests.map(test => runOne(policy, test, options));
}
