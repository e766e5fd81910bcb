import { type Command, InvalidArgumentError, Option } from 'commander';
import { OUTCOMES } from '../../policy/decision.ts';
import type { AuditRecord } from '../logs/audit-record.ts';
import { type RecordFilter, recordFilter } from '../logs/record-filter.ts';
import { since } from '../logs/since-option.ts';
import { printable } from '../printable.ts';

interface Options extends RecordFilter {
  readonly config?: string;
  readonly follow?: boolean;
  readonly lines: number;
  readonly format?: Format;
  readonly json?: boolean;
}

type Format = 'pretty' | 'json' | 'opa';

const FORMATS: readonly Format[] = ['pretty', 'json', 'opa'];

/** A line of the log as it is printed; undefined when it is not asked for, or is no record. */
type Show = (line: string) => string | undefined;

async function showing(options: Options): Promise<Show> {
  const [{ readRecord }, { recordLine }, { opaDecisionLog }] = await Promise.all([
    import('../logs/audit-record.ts'),
    import('../logs/record-text.ts'),
    import('../logs/opa-decision-log.ts'),
  ]);
  const isWanted = recordFilter(options);
  const formats: Readonly<Record<Format, (line: string, record: AuditRecord) => string>> = {
    pretty: (_line, record) => recordLine(record),
    json: line => line,
    opa: line => opaDecisionLog(line),
  };
  const text = formats[options.format ?? (options.json === true ? 'json' : 'pretty')];
  return line => {
    const record = readRecord(line);
    if (record !== undefined) return isWanted(record) ? text(line, record) : undefined;
    const start = printable(line.slice(0, 80));
    process.stderr.write(`tf: a line of the audit log is no record: ${start}\n`);
    return undefined;
  };
}

function print(text: string | undefined): void {
  if (text !== undefined) process.stdout.write(`${text}\n`);
}

async function run(options: Options): Promise<void> {
  const [{ followLines, logLines }, { loadProject }] = await Promise.all([
    import('../line-tail.ts'),
    import('../load-project.ts'),
  ]);
  const { auditFile } = loadProject(options.config);
  const show = await showing(options);
  const { lines, place } = logLines(auditFile);
  const shown = lines.flatMap(line => show(line) ?? []);
  for (const text of options.lines > 0 ? shown.slice(-options.lines) : []) print(text);
  if (options.follow === true) await followLines(auditFile, place, line => print(show(line)));
}

async function showOne(id: string, options: Pick<Options, 'config' | 'json'>): Promise<void> {
  const [{ logLines }, { loadProject }, { findRecord }, { readRecord }, { recordText }] =
    await Promise.all([
      import('../line-tail.ts'),
      import('../load-project.ts'),
      import('../logs/find-record.ts'),
      import('../logs/audit-record.ts'),
      import('../logs/record-text.ts'),
    ]);
  const { auditFile } = loadProject(options.config);
  const line = findRecord(logLines(auditFile).lines, id);
  print(options.json === true ? line : recordText(readRecord(line)!));
}

/** @throws InvalidArgumentError */
function lineCount(text: string): number {
  if (text === 'all') return Number.POSITIVE_INFINITY;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('it must be a number, or `all`.');
}

/** @throws InvalidArgumentError */
function outcome(text: string): string {
  if (OUTCOMES.some(word => word === text)) return text;
  throw new InvalidArgumentError(`it must be one of ${OUTCOMES.join(', ')}.`);
}

/** `tf logs`: the audit, for people. */
export function addLogsCommand(program: Command): void {
  const logs = program
    .command('logs')
    .description('what was called and what became of it')
    .option('-c, --config <file>', 'the tameflare.yaml whose log is meant')
    .option('-f, --follow', 'go on as calls happen')
    .option('-n, --lines <count>', 'how many of the last records, or `all`', lineCount, 50)
    .option('-a, --agent <pattern>', 'only calls of this agent')
    .option('-s, --server <pattern>', 'only calls to this server, or host')
    .option('-t, --tool <pattern>', 'only calls of this tool')
    .option('-o, --outcome <word>', 'only this outcome, such as denied_by_policy', outcome)
    .option('--since <time>', 'only from then on: 90s, 10m, 2h, 7d, or an RFC 3339 time', since)
    .addOption(
      new Option('--format <format>', 'what to print; `opa`: decision log events of OPA').choices(
        FORMATS,
      ),
    )
    .option('--json', 'print the records as they are, as `--format json` does')
    .addHelpText('after', '\nIn a pattern `*` stands for any characters and `?` for one.')
    .action(run);
  logs
    .command('show')
    .description('everything that is recorded of one call')
    .argument('<id>', 'the reference that a denial shows, or its beginning')
    .option('-c, --config <file>', 'the tameflare.yaml whose log is meant')
    .option('--json', 'print the record as it is')
    .action((id: string, _own: object, command: Command) => showOne(id, command.optsWithGlobals()));
}
