import type { Command } from 'commander';
import type { Check } from '../doctor/check.ts';
import { EXIT } from '../exit-codes.ts';
import { printable } from '../printable.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly runtimes: boolean;
}

const SIGNS = { ok: 'ok', warning: 'warn', failure: 'FAIL' } as const;
const NAME_WIDTH = 22;

function text({ name, status, message, hint }: Check): string {
  const lines = [`${SIGNS[status].padEnd(5)} ${name.padEnd(NAME_WIDTH)} ${message}`];
  if (hint !== undefined) lines.push(`${' '.repeat(NAME_WIDTH + 7)}${hint}`);
  return lines.map(printable).join('\n');
}

function summary(checks: readonly Check[]): string {
  const count = (status: Check['status']) => checks.filter(each => each.status === status).length;
  return `${checks.length} checks: ${count('failure')} failed, ${count('warning')} warnings`;
}

/** The project, then the proxy, then the runtimes that go through it. */
async function checksOf(options: Options): Promise<Check[]> {
  const [{ findProject }, { projectChecks }, { runtimeChecks }, { check, ok }] = await Promise.all([
    import('../project.ts'),
    import('../doctor/project-checks.ts'),
    import('../doctor/runtime-checks.ts'),
    import('../doctor/check.ts'),
  ]);
  const checks = await projectChecks(findProject(options.config));
  if (!options.runtimes) return checks;
  let runtimes: Check[] = [];
  const proxy = await check('proxy', async () => {
    runtimes = await runtimeChecks(process.env);
    return ok('it listens on 127.0.0.1');
  });
  return [...checks, proxy, ...runtimes];
}

async function run(options: Options): Promise<void> {
  const checks = await checksOf(options);
  const failed = checks.some(({ status }) => status === 'failure');
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ ok: !failed, checks })}\n`
      : `${[...checks.map(text), '', summary(checks)].join('\n')}\n`,
  );
  if (failed) process.exitCode = EXIT.failure;
}

/** `tf doctor`: whether a run would work, and which runtimes it would see. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('whether everything is in order, and which runtimes a run would see')
    .option('-c, --config <file>', 'the tameflare.yaml to look at')
    .option('--no-runtimes', 'do not start the runtimes that are installed here')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExits with 1 when a check failed. Nothing is sent beyond this machine.',
    )
    .action(run);
}
