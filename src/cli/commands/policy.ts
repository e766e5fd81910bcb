import type { Command } from 'commander';
import type { TestResult } from '../../policy/tester.ts';

interface Options {
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly run?: string;
  readonly verbose?: boolean;
  readonly input?: string;
  readonly output?: string;
  readonly entrypoint?: readonly string[];
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The modules, tests among them, and data under the paths, or under what the configuration names. */
async function sourcesOf(paths: readonly string[]) {
  const [{ loadBundle }, { loadProject }] = await Promise.all([
    import('../../policy/bundle.ts'),
    import('../load-project.ts'),
  ]);
  const { modules, tests, data } = loadBundle(
    paths.length > 0 ? paths : loadProject(undefined).config.policies,
    process.cwd(),
  );
  return { modules: { ...modules, ...tests }, data };
}

async function check(paths: readonly string[], options: Options): Promise<void> {
  const { compile } = await import('../../policy/compiler.ts');
  const { modules, data } = await sourcesOf(paths);
  compile({ modules, data, strict: options.strict === true, entrypoints: ['data'] });
  const count = Object.keys(modules).length;
  print(
    options.json === true
      ? JSON.stringify({ modules: Object.keys(modules), errors: [] })
      : `${count} modules are valid`,
  );
}

function testLine(result: TestResult): string {
  const word = { pass: 'PASS', fail: 'FAIL', error: 'ERROR', skipped: 'SKIP' }[result.status];
  const why = result.message === undefined ? '' : `\n      ${result.message}`;
  return `${word.padEnd(5)} ${result.name} (${result.file}:${result.line}, ${result.ms.toFixed(2)} ms)${why}`;
}

function testSummary(results: readonly TestResult[]): string {
  const count = (status: TestResult['status']) =>
    results.filter(result => result.status === status).length;
  return `${count('pass')} passed, ${count('fail') + count('error')} failed, ${count('skipped')} skipped`;
}

async function testPolicies(paths: readonly string[], options: Options): Promise<void> {
  const [{ runTests }, { EXIT }] = await Promise.all([
    import('../../policy/tester.ts'),
    import('../exit-codes.ts'),
  ]);
  const { modules, data } = await sourcesOf(paths);
  const results = runTests({
    modules,
    data,
    ...(options.run === undefined ? {} : { run: new RegExp(options.run) }),
  });
  if (options.json === true) print(JSON.stringify({ results }));
  else {
    const shown =
      options.verbose === true ? results : results.filter(result => result.status !== 'pass');
    for (const result of shown) print(testLine(result));
    print(testSummary(results));
  }
  if (results.some(result => result.status === 'fail' || result.status === 'error'))
    process.exitCode = EXIT.testsFailed;
}

async function readInput(file: string | undefined): Promise<Uint8Array | undefined> {
  if (file === undefined) return undefined;
  const { readFileSync } = await import('node:fs');
  return readFileSync(file === '-' ? 0 : file);
}

async function evaluate(query: string, paths: readonly string[], options: Options): Promise<void> {
  const [{ compile, load }, { EXIT }] = await Promise.all([
    import('../../policy/compiler.ts'),
    import('../exit-codes.ts'),
  ]);
  const { modules, data } = await sourcesOf(paths);
  const result = load(compile({ modules, data, query })).evaluateJson(
    await readInput(options.input),
  );
  if (result.kind === 'defined') print(result.value);
  else if (result.kind === 'undefined') print('undefined');
  else {
    process.stderr.write(`${result.error.code}: ${result.error.message}\n`);
    process.exitCode = EXIT.failure;
  }
}

async function build(paths: readonly string[], options: Options): Promise<void> {
  const [{ compile }, { writeFileSync }] = await Promise.all([
    import('../../policy/compiler.ts'),
    import('node:fs'),
  ]);
  const { modules, data } = await sourcesOf(paths);
  const entrypoints = options.entrypoint ?? ['tameflare/decision'];
  const wasm = compile({ modules, data, entrypoints }).wasm();
  const output = options.output ?? 'policy.wasm';
  writeFileSync(output, wasm);
  print(`${output}: ${wasm.length} bytes, entrypoints ${entrypoints.join(', ')}`);
}

/** `tf policy`: write Rego, see that it is right, see what it says. */
export function addPolicyCommand(program: Command): void {
  const policy = program
    .command('policy')
    .description('check, test, evaluate and build Rego policies');
  policy
    .command('check')
    .description('compile policies and say what is wrong')
    .argument('[paths...]', 'folders (default: `policies` of tameflare.yaml)')
    .option('-S, --strict', 'also refuse what is suspicious')
    .option('--json', 'print JSON')
    .action(check);
  policy
    .command('test')
    .description(
      'run rules named test_…; exits 0 when all pass, 1 when they do not load, 2 when one fails',
    )
    .argument('[paths...]', 'folders (default: `policies` of tameflare.yaml)')
    .option('-r, --run <pattern>', 'only tests whose name matches')
    .option('-v, --verbose', 'show passed tests too')
    .option('--json', 'print JSON')
    .action(testPolicies);
  policy
    .command('eval')
    .description('evaluate a query, such as `data.policies.github.deny`')
    .argument('<query>')
    .argument('[paths...]', 'folders (default: `policies` of tameflare.yaml)')
    .option('-i, --input <file>', 'the input document as JSON; - for standard input')
    .action(evaluate);
  policy
    .command('build')
    .description("compile policies to a WebAssembly module of OPA's ABI 1.3")
    .argument('[paths...]', 'folders (default: `policies` of tameflare.yaml)')
    .option('-e, --entrypoint <path...>', 'documents to answer for (default: tameflare/decision)')
    .option('-o, --output <file>', 'where to write it (default: policy.wasm)')
    .action(build);
}
