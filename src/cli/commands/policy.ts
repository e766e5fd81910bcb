import { type Command, Option } from 'commander';
import { since } from '../logs/since-option.ts';
import type { BuildOptions } from './policy/build.ts';
import type { CheckOptions } from './policy/check.ts';
import type { DiffOptions } from './policy/diff.ts';
import type { EvaluateOptions } from './policy/evaluate.ts';
import type { ExplainOptions } from './policy/explain.ts';
import type { FmtOptions } from './policy/fmt.ts';
import { addLanguageOptions, PATHS_HELP, pattern, percent, wholeNumber } from './policy/options.ts';
import type { ShadowOptions } from './policy/shadow.ts';
import type { TestCommandOptions } from './policy/test.ts';

const DIFF_FORMATS = ['pretty', 'markdown', 'json'] as const;
const ENGINES = ['wasm', 'interpreter'] as const;
const FAIL_ON = ['allow', 'opened', 'any', 'never'] as const;
const TEST_FORMATS = ['pretty', 'json', 'junit', 'tap', 'github', 'lcov'] as const;

function addCheck(policy: Command): void {
  addLanguageOptions(policy.command('check'))
    .description('compile policies and say what is wrong')
    .argument('[paths...]', PATHS_HELP)
    .option('-S, --strict', 'also refuse what is suspicious')
    .option('-m, --max-errors <count>', 'as many errors as are told; 0 for all', wholeNumber)
    .option('--json', 'print JSON')
    .action(async (paths: string[], options: CheckOptions) => {
      const { check } = await import('./policy/check.ts');
      check(paths, options);
    });
}

function addFmt(policy: Command): void {
  policy
    .command('fmt')
    .description(
      'print policies in the layout of `opa fmt`; refuses, and writes nothing, where one can not be parsed',
    )
    .argument('[paths...]', 'files and folders (default: standard input)')
    .option('--v0-compatible', 'modules are of Rego v0 unless they import `rego.v1`')
    .option('-w, --write', 'rewrite the files instead')
    .option('-l, --list', 'print the names of files whose layout is another')
    .option('-d, --diff', 'print what would change, as a unified diff')
    .option('--fail', 'exit 2 when a layout is another; prints names unless -d or -w is given')
    .option('--json', 'print those names as JSON')
    .action(async (paths: string[], options: FmtOptions) => {
      const { fmt } = await import('./policy/fmt.ts');
      fmt(paths, options);
    });
}

function addTest(policy: Command): void {
  addLanguageOptions(policy.command('test'))
    .description(
      'run rules named test_… and fixtures; exits 0 when all pass, 1 when they do not load, 2 when one fails',
    )
    .argument('[paths...]', PATHS_HELP)
    .option('-r, --run <pattern>', 'only tests whose name matches', pattern)
    .option('-v, --verbose', 'show passed tests too')
    .option('-z, --fail-on-empty', 'exit 2 when there is no test')
    .addOption(
      new Option('--engine <engine>', 'what runs Rego tests').choices(ENGINES).default('wasm'),
    )
    .option('--verify', 'run Rego tests in both engines; where they differ the test is an error')
    .option('--coverage', 'also say which lines the Rego tests reach')
    .option('--threshold <percent>', 'exit 2 when they reach less of the lines', percent)
    .addOption(new Option('-f, --format <format>', 'what to print').choices(TEST_FORMATS))
    .option('--json', 'print JSON, as `--format json` does')
    .action(async (paths: string[], options: TestCommandOptions) => {
      const { testPolicies } = await import('./policy/test.ts');
      testPolicies(paths, options);
    });
}

function addEval(policy: Command): void {
  addLanguageOptions(policy.command('eval'))
    .description(
      'evaluate a query: prints the value of a term such as `data.policies.github.deny`, else its answers',
    )
    .argument('<query>')
    .argument('[paths...]', PATHS_HELP)
    .option('-i, --input <file>', 'the input document as JSON; - for standard input')
    .action(async (query: string, paths: string[], options: EvaluateOptions) => {
      const { evaluate } = await import('./policy/evaluate.ts');
      evaluate(query, paths, options);
    });
}

function addBuild(policy: Command): void {
  addLanguageOptions(policy.command('build'))
    .description("compile policies to a WebAssembly module of OPA's ABI 1.3")
    .argument('[paths...]', PATHS_HELP)
    .option('-e, --entrypoint <path...>', 'documents to answer for (default: tameflare/decision)')
    .option('-o, --output <file>', 'where to write it (default: policy.wasm)')
    .action(async (paths: string[], options: BuildOptions) => {
      const { build } = await import('./policy/build.ts');
      build(paths, options);
    });
}

function addDiff(policy: Command): void {
  policy
    .command('diff')
    .description(
      'decide recorded calls by two versions of rules and policies and show what changes; sends nothing. Exits 2 when a change is one that --fail-on names',
    )
    .argument('<base>', 'a folder with a tameflare.yaml, or a revision of git')
    .argument('[head]', 'the same (default: the working directory)')
    .option('-c, --config <file>', 'the tameflare.yaml that is meant')
    .option('--replay <file>', "the audit log with the calls (default: the project's)")
    .addOption(new Option('-f, --format <format>', 'what to print').choices(DIFF_FORMATS))
    .option('--json', 'print JSON, as `--format json` does')
    .addOption(
      new Option('--fail-on <changes>', 'which changes fail').choices(FAIL_ON).default('allow'),
    )
    .option(
      '--acknowledged <file>',
      'changes that are agreed to: lines `deny -> allow SERVER/TOOL`',
    )
    .action(async (base: string, head: string | undefined, options: DiffOptions) => {
      const { diff } = await import('./policy/diff.ts');
      await diff(base, head, options);
    });
}

function addExplain(policy: Command): void {
  policy
    .command('explain')
    .description('why a call is decided as it is: what decides, and why every other rule does not')
    .argument('[id]', 'a decision of the audit log, decided again by what is in force now')
    .option('-c, --config <file>', 'the tameflare.yaml that is meant')
    .option('-i, --input <file>', 'an input document instead; - for standard input')
    .option('--json', 'print JSON')
    .action(async (id: string | undefined, options: ExplainOptions) => {
      const { explain } = await import('./policy/explain.ts');
      await explain(id, options);
    });
}

function addShadow(policy: Command): void {
  policy
    .command('shadow')
    .description('what shadow rules would have done to the calls of the audit; puts one in force')
    .option('-c, --config <file>', 'the tameflare.yaml that is meant')
    .option('--since <time>', 'only from then on: 90s, 10m, 2h, 7d, or an RFC 3339 time', since)
    .option('--promote <rule>', 'put a rule in force: `rules[3]`, `policies.github.shadow_deny`')
    .option('--json', 'print JSON')
    .action(async (options: ShadowOptions) => {
      const { shadow } = await import('./policy/shadow.ts');
      shadow(options);
    });
}

/** `tf policy`: write Rego, see that it is right, see what it says. */
export function addPolicyCommand(program: Command): void {
  const policy = program
    .command('policy')
    .description('check, test, evaluate, compare and build Rego policies');
  addCheck(policy);
  addFmt(policy);
  addTest(policy);
  addEval(policy);
  addExplain(policy);
  addBuild(policy);
  addDiff(policy);
  addShadow(policy);
}
