import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';

interface Options {
  readonly config?: string;
  /** Milliseconds. */
  readonly json?: boolean;
}

/** Longer than a gateway drains unless it was told otherwise. */
const PATIENCE_MS = 60_000;
const POLL_MS = 50;

async function run(options: Options): Promise<void> {
  const [{ setTimeout: sleep }, { lockHolder }, { TfError }, { findProject }] = await Promise.all([
    import('node:timers/promises'),
    import('../../store/file-lock.ts'),
    import('../../base/errors.ts'),
    import('../project.ts'),
  ]);
  const { state } = findProject(options.config);
  const pid = lockHolder(state.gatewayLock);
  if (pid === undefined)
    throw new TfError('tf_control_unreachable', `no gateway runs under \`${state.path}\``);
  process.kill(pid, 'SIGTERM');
  const endMs = performance.now() + PATIENCE_MS;
  while (lockHolder(state.gatewayLock) === pid && performance.now() < endMs) await sleep(POLL_MS);
  const stopped = lockHolder(state.gatewayLock) !== pid;
  const text = stopped
    ? `process ${pid} has ended`
    : `process ${pid} still waits for calls under way`;
  process.stdout.write(
    options.json === true ? `${JSON.stringify({ pid, stopped })}\n` : `${text}\n`,
  );
  if (!stopped) process.exitCode = EXIT.failure;
}

/** `tf stop`: ends the long-lived gateway. */
export function addStopCommand(program: Command): void {
  program
    .command('stop')
    .description('stop the gateway that `tf gateway` started; calls under way end first')
    .option('-c, --config <file>', 'the tameflare.yaml whose gateway is meant')
    .option('--json', 'print JSON')
    .action(run);
}
