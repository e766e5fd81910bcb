import { type Command, InvalidArgumentError } from 'commander';
import { OUTCOMES } from '../../policy/decision.ts';
import { printable } from '../printable.ts';

interface Options {
  readonly config?: string;
  readonly follow?: boolean;
  readonly lines: number;
  readonly outcome?: string;
  readonly json?: boolean;
  readonly verify?: boolean;
}

/** What `tf logs` shows of one audit event. */
interface Shown {
  readonly timestamp: string;
  readonly decision_id: string;
  readonly outcome: string;
  readonly input?: {
    readonly action?: string;
    readonly server?: { readonly name?: string };
    readonly tool?: { readonly name?: string; readonly arguments?: unknown };
    readonly http?: { readonly host?: string; readonly path?: string };
  };
  readonly result?: { readonly reasons?: readonly { readonly msg?: string }[] };
  readonly upstream?: { readonly status: number; readonly ms: number };
}

function text(event: Shown): string {
  const { input, upstream, result } = event;
  const what = input?.tool?.name ?? input?.action ?? '?';
  const where = input?.server?.name ?? input?.http?.host ?? '';
  const args =
    input?.tool?.arguments === undefined ? '' : ` ${JSON.stringify(input.tool.arguments)}`;
  const why =
    event.outcome === 'allowed'
      ? ''
      : `  ${(result?.reasons ?? []).map(reason => reason.msg).join('; ')}`;
  const timing = upstream === undefined ? '' : `  ${upstream.status} in ${upstream.ms} ms`;
  return printable(
    `${event.timestamp}  ${event.outcome.padEnd(17)} ${where}: ${what}${args}${timing}${why}`,
  );
}

function printer(options: Options): (line: string) => void {
  return line => {
    let event: Shown;
    try {
      event = JSON.parse(line) as Shown;
    } catch {
      process.stderr.write(
        `tf: a line of the audit log is no record: ${printable(line.slice(0, 80))}\n`,
      );
      return;
    }
    if (options.outcome !== undefined && event.outcome !== options.outcome) return;
    process.stdout.write(`${options.json === true ? line : text(event)}\n`);
  };
}

async function verify(file: string): Promise<void> {
  const [{ existsSync, readFileSync }, { verifyChain }] = await Promise.all([
    import('node:fs'),
    import('../../audit/verify.ts'),
  ]);
  const { records, faults } = verifyChain(existsSync(file) ? readFileSync(file, 'utf8') : '');
  for (const fault of faults) process.stderr.write(`${file}:${fault.line}: ${fault.message}\n`);
  process.stdout.write(`${records} records, ${faults.length} faults\n`);
  if (faults.length > 0) process.exitCode = 1;
}

async function run(options: Options): Promise<void> {
  const [{ followLines, lastLines }, { loadProject }] = await Promise.all([
    import('../line-tail.ts'),
    import('../load-project.ts'),
  ]);
  const { auditFile } = loadProject(options.config);
  if (options.verify === true) return verify(auditFile);
  const print = printer(options);
  const tail = lastLines(auditFile, options.lines);
  tail.lines.forEach(print);
  if (options.follow === true) await followLines(auditFile, tail.end, print);
}

/** @throws InvalidArgumentError */
function lineCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('it must be a number.');
}

/** @throws InvalidArgumentError */
function outcome(text: string): string {
  if (OUTCOMES.some(word => word === text)) return text;
  throw new InvalidArgumentError(`it must be one of ${OUTCOMES.join(', ')}.`);
}

/** `tf logs`: the audit, for people. */
export function addLogsCommand(program: Command): void {
  program
    .command('logs')
    .description('what was called and what became of it')
    .option('-c, --config <file>', 'the tameflare.yaml whose log is meant')
    .option('-f, --follow', 'go on as calls happen')
    .option('-n, --lines <count>', 'how many of the last records', lineCount, 50)
    .option('-o, --outcome <word>', 'only this outcome, such as denied_by_policy', outcome)
    .option('--json', 'print the records as they are')
    .option('--verify', 'check the hash chain instead')
    .action(run);
}
