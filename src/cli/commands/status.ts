import type { Command } from 'commander';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
}

interface RunStatus {
  readonly run: string;
  readonly agent: string;
  readonly proxy: string;
  readonly revision: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly pending: number;
}

function text(status: RunStatus, command: readonly string[]): string {
  const counts = Object.entries(status.counts)
    .map(([outcome, count]) => `${outcome} ${count}`)
    .join(', ');
  return [
    `${status.run}  ${status.agent}: ${command.join(' ')}`,
    `  proxy     ${status.proxy}`,
    `  revision  ${status.revision.slice(0, 12)}`,
    `  calls     ${counts === '' ? 'none yet' : counts}`,
    `  waiting   ${status.pending}`,
  ].join('\n');
}

async function run(options: Options): Promise<void> {
  const [{ callControl }, { liveRuns }, { findProject }] = await Promise.all([
    import('../../gateway/control-client.ts'),
    import('../../gateway/state-folder.ts'),
    import('../project.ts'),
  ]);
  const project = findProject(options.config);
  // One that has ended since, or whose process id is another's now, is not running.
  const asked = await Promise.all(
    liveRuns(project.state).map(async ({ socket, command }) => {
      const status = await callControl(socket, 'GET', '/v1/status').catch(() => undefined);
      return status === undefined ? [] : [{ status: status as RunStatus, command }];
    }),
  );
  const runs = asked.flat();
  if (options.json === true)
    process.stdout.write(`${JSON.stringify({ runs: runs.map(({ status }) => status) })}\n`);
  else if (runs.length === 0) process.stdout.write(`nothing runs under ${project.state.path}\n`);
  else
    process.stdout.write(
      `${runs.map(({ status, command }) => text(status, command)).join('\n')}\n`,
    );
}

/** `tf status`: what runs, under which policy, with which counts. */
export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .description('what runs here, under which policy revision')
    .option('-c, --config <file>', 'the tameflare.yaml whose gateways are meant')
    .option('--json', 'print JSON')
    .action(run);
}
