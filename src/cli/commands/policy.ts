import { type Command, InvalidArgumentError } from 'commander';
import type { TestResult } from '../../policy/tester.ts';

interface Options {
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly run?: RegExp;
  readonly verbose?: boolean;
  readonly input?: string;
  readonly output?: string;
  readonly entrypoint?: readonly string[];
  readonly v0Compatible?: boolean;
  readonly schema?: string;
  readonly capabilities?: string;
  readonly maxErrors?: number;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The modules, tests among them, and data under the paths, or under what the configuration names. */
async function sourcesOf(paths: readonly string[], options: Options) {
  const [{ loadBundle }, { loadProject }] = await Promise.all([
    import('../../policy/bundle.ts'),
    import('../load-project.ts'),
  ]);
  const { modules, tests, data } = loadBundle(
    paths.length > 0 ? paths : loadProject(undefined).config.policies,
    process.cwd(),
    languageOptions(options),
  );
  return { modules: { ...modules, ...tests }, data, ...(await compilerOptions(options)) };
}

function languageOptions({ v0Compatible, maxErrors }: Options) {
  const regoVersion = v0Compatible === true ? 0 : 1;
  return { regoVersion, ...(maxErrors === undefined ? {} : { maxErrors }) } as const;
}

/** What the compiler is told besides the sources. */
async function compilerOptions(options: Options) {
  const { readCapabilities, readSchemas } = await import('../../policy/compiler-files.ts');
  const { schema, capabilities } = options;
  return {
    ...languageOptions(options),
    ...(schema === undefined ? {} : { schemas: readSchemas(schema) }),
    ...(capabilities === undefined ? {} : { capabilities: readCapabilities(capabilities) }),
  };
}

async function check(paths: readonly string[], options: Options): Promise<void> {
  try {
    const modules = await checkedModules(paths, options);
    if (options.json === true) print(JSON.stringify({ modules, errors: [] }));
    else print(`${modules.length} module${modules.length === 1 ? ' is' : 's are'} valid`);
  } catch (thrown) {
    if (options.json !== true) throw thrown;
    const [{ errorsJson }, { EXIT }] = await Promise.all([
      import('../error-json.ts'),
      import('../exit-codes.ts'),
    ]);
    print(JSON.stringify(errorsJson(thrown)));
    process.exitCode = EXIT.failure;
  }
}

/** The names of the modules that compile together. */
async function checkedModules(
  paths: readonly string[],
  options: Options,
): Promise<readonly string[]> {
  const { compile } = await import('../../policy/compiler.ts');
  const sources = await sourcesOf(paths, options);
  compile({ ...sources, strict: options.strict === true, entrypoints: ['data'] });
  return Object.keys(sources.modules);
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
  const results = runTests({
    ...(await sourcesOf(paths, options)),
    ...(options.run === undefined ? {} : { run: options.run }),
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
  const [{ readFileSync }, { messageOf, TfError }] = await Promise.all([
    import('node:fs'),
    import('../../base/errors.ts'),
  ]);
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (cause) {
    throw new TfError('tf_usage', `the input can't be read: ${messageOf(cause)}`, { cause });
  }
}

async function evaluate(query: string, paths: readonly string[], options: Options): Promise<void> {
  const [{ compile, load }, { valueQuery }, { EXIT }] = await Promise.all([
    import('../../policy/compiler.ts'),
    import('../value-query.ts'),
    import('../exit-codes.ts'),
  ]);
  const asked = valueQuery(query);
  const sources = await sourcesOf(paths, options);
  const result = load(compile({ ...sources, query: asked })).evaluateJson(
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
  const sources = await sourcesOf(paths, options);
  const entrypoints = options.entrypoint ?? ['tameflare/decision'];
  const wasm = compile({ ...sources, entrypoints }).wasm();
  const output = options.output ?? 'policy.wasm';
  writeFileSync(output, wasm);
  print(`${output}: ${wasm.length} bytes, entrypoints ${entrypoints.join(', ')}`);
}

/** @throws InvalidArgumentError */
function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new InvalidArgumentError('it must be a regular expression.');
  }
}

/** A number of errors. @throws InvalidArgumentError */
function errorCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('it must be a number, 0 for all.');
}

/** The options of every command that compiles. */
function addLanguageOptions(command: Command): Command {
  return command
    .option('--v0-compatible', 'modules are of Rego v0 unless they import `rego.v1`')
    .option('--schema <path>', 'a JSON Schema of the input, or a folder of schemas for annotations')
    .option('--capabilities <file>', 'the builtins and features that policies may use');
}

/** `tf policy`: write Rego, see that it is right, see what it says. */
export function addPolicyCommand(program: Command): void {
  const policy = program
    .command('policy')
    .description('check, test, evaluate and build Rego policies');
  addLanguageOptions(policy.command('check'))
    .description('compile policies and say what is wrong')
    .argument('[paths...]', 'files and folders (default: `policies` of tameflare.yaml)')
    .option('-S, --strict', 'also refuse what is suspicious')
    .option('-m, --max-errors <count>', 'as many errors as are told; 0 for all', errorCount)
    .option('--json', 'print JSON')
    .action(check);
  addLanguageOptions(policy.command('test'))
    .description(
      'run rules named test_…; exits 0 when all pass, 1 when they do not load, 2 when one fails',
    )
    .argument('[paths...]', 'files and folders (default: `policies` of tameflare.yaml)')
    .option('-r, --run <pattern>', 'only tests whose name matches', pattern)
    .option('-v, --verbose', 'show passed tests too')
    .option('--json', 'print JSON')
    .action(testPolicies);
  addLanguageOptions(policy.command('eval'))
    .description(
      'evaluate a query: prints the value of a term such as `data.policies.github.deny`, else its answers',
    )
    .argument('<query>')
    .argument('[paths...]', 'files and folders (default: `policies` of tameflare.yaml)')
    .option('-i, --input <file>', 'the input document as JSON; - for standard input')
    .action(evaluate);
  addLanguageOptions(policy.command('build'))
    .description("compile policies to a WebAssembly module of OPA's ABI 1.3")
    .argument('[paths...]', 'files and folders (default: `policies` of tameflare.yaml)')
    .option('-e, --entrypoint <path...>', 'documents to answer for (default: tameflare/decision)')
    .option('-o, --output <file>', 'where to write it (default: policy.wasm)')
    .action(build);
}
