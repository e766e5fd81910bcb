import type { Command } from 'commander';

interface Options {
  readonly config?: string;
  readonly run?: string;
}

async function run(options: Options): Promise<void> {
  const [{ callControl }, { operatorKey }, { findProject }, { runningGateway }] = await Promise.all(
    [
      import('../../gateway/control-client.ts'),
      import('../../gateway/operator-key.ts'),
      import('../project.ts'),
      import('../running.ts'),
    ],
  );
  const { state } = findProject(options.config);
  const { socket } = runningGateway(state, options.run);
  const key = operatorKey(state, process.env);
  const result = (await callControl(socket, 'POST', '/v1/reload', undefined, key)) as {
    revision: string;
    error?: string;
  };
  if (result.error === undefined)
    process.stdout.write(`revision ${result.revision.slice(0, 12)} is in force\n`);
  else {
    process.stderr.write(
      `${result.error}\nrevision ${result.revision.slice(0, 12)} stays in force\n`,
    );
    process.exitCode = 1;
  }
}

/** `tf reload`: read configuration and policies now instead of when a change is noticed. */
export function addReloadCommand(program: Command): void {
  program
    .command('reload')
    .description('make a running gateway read its configuration and policies again')
    .option('-c, --config <file>', 'the tameflare.yaml whose gateway is meant')
    .option('-r, --run <id>', 'which running gateway, when there are several')
    .action(run);
}
