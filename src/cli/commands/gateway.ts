import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Gateway } from '../../gateway/gateway.ts';

interface Options {
  readonly config?: string;
  readonly host: string;
  readonly port: number;
  /** Milliseconds. */
  readonly drain: number;
  readonly metrics?: { readonly host: string; readonly port: number };
  readonly quiet?: boolean;
  readonly frozen?: boolean;
}

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** The first signal that asks the gateway to end; the second one finds Node's own behaviour. */
function asked(): Promise<NodeJS.Signals> {
  return new Promise(resolve => {
    const stop = (signal: NodeJS.Signals): void => {
      for (const name of SIGNALS) process.off(name, stop);
      resolve(signal);
    };
    for (const name of SIGNALS) process.on(name, stop);
  });
}

function say(text: string, { quiet }: Options): void {
  if (quiet !== true) process.stderr.write(`tf: ${text}\n`);
}

async function serve(gateway: Gateway, options: Options): Promise<void> {
  say(`listening on ${gateway.proxyUrl}; agents are let in with their tokens (tf agent)`, options);
  if (gateway.metricsAddress !== undefined)
    say(`health and metrics on http://${gateway.metricsAddress}`, options);
  const signal = await asked();
  say(`${signal}: taking no more connections, waiting for what is under way`, options);
  const left = await gateway.drain(options.drain);
  say(left === 0 ? 'done' : `${left} still under way; ended`, options);
}

async function run(options: Options): Promise<void> {
  const [
    { startGateway },
    { gatewayOptions },
    { holdGateway },
    { runExitCode },
    { reportFailure },
  ] = await Promise.all([
    import('../../gateway/gateway.ts'),
    import('../gateway-options.ts'),
    import('../gateway-lock.ts'),
    import('../run-exit-code.ts'),
    import('../failure.ts'),
  ]);
  let gateway: Gateway | undefined;
  let lock: { release(): void } | undefined;
  try {
    const settings = await gatewayOptions(['tf', 'gateway'], options);
    lock = holdGateway(settings.state);
    const { host, port, metrics } = options;
    gateway = await startGateway({
      ...settings,
      listen: { host, port },
      ...(metrics === undefined ? {} : { metrics }),
    });
    await serve(gateway, options);
  } catch (error) {
    reportFailure(error);
    process.exitCode = runExitCode(error);
  } finally {
    await gateway?.close();
    lock?.release();
  }
}

/** @throws InvalidArgumentError */
function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('it must be a port, 0 to 65535.');
}

/** `127.0.0.1:9464`, `[::1]:9464` or a port of 127.0.0.1. @throws InvalidArgumentError */
function address(text: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, port = ''] =
    /^(?:(?:\[([0-9a-fA-F:]+)\]|([^:[\]]+)):)?(\d+)$/.exec(text) ?? [];
  return { host: bracketed ?? plain ?? '127.0.0.1', port: portNumber(port) };
}

/** @throws InvalidArgumentError */
function seconds(text: string): number {
  const found = /^(\d{1,6})(s|m)?$/.exec(text);
  if (found === null) throw new InvalidArgumentError('it must be like 30s or 2m.');
  return Number(found[1]) * (found[2] === 'm' ? 60_000 : 1000);
}

/** `tf gateway`: one gateway for many agents, until it is stopped. */
export function addGatewayCommand(program: Command): void {
  program
    .command('gateway')
    .description(
      'serve several agents until it is stopped (`tf agent`, `tf run --gateway`, `tf stop`)',
    )
    .option('-c, --config <file>', 'the tameflare.yaml to use (default: the nearest one upwards)')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('-p, --port <port>', 'where to listen; 0 for any free port', portNumber, 8787)
    .addOption(
      new Option('--drain <time>', 'how long calls under way may take when it is stopped')
        .argParser(seconds)
        .default(30_000, '30s'),
    )
    .option('--metrics <address>', 'serve /healthz and /metrics there: 127.0.0.1:9464', address)
    .option(
      '--frozen',
      'only tools whose definition was accepted (`tf pins`), as `pins.mode: strict`',
    )
    .option('-q, --quiet', 'say nothing at start and end')
    .addHelpText(
      'after',
      '\nSIGTERM and SIGINT let calls under way end first; a second one ends it at once.\nExits with 0 when it was stopped, 70 configuration or policy invalid, 71 proxy, 73 audit.',
    )
    .action(run);
}
