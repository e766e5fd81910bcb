import type { Command } from 'commander';
import type { Gateway, GatewayOptions } from '../../gateway/gateway.ts';

interface Options {
  readonly config?: string;
  readonly quiet?: boolean;
  readonly frozen?: boolean;
  /** The address of a running gateway, with the agent's name and token. */
  readonly gateway?: string;
  readonly gatewayCa?: string;
}

/** `12 calls: 9 allowed, 3 denied_by_policy`. */
function countsText(counts: ReadonlyMap<string, number>): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const parts = [...counts].map(([outcome, count]) => `${count} ${outcome}`);
  return total === 0 ? 'nothing was called' : `${total} recorded: ${parts.join(', ')}`;
}

function summary(gateway: Gateway): string {
  return `tf: ${countsText(gateway.counts)}; see \`tf logs\` (${gateway.auditFile})\n`;
}

/** Runs a command under a gateway that runs by itself. */
async function runAt(url: string, command: readonly string[], options: Options): Promise<number> {
  const { TfError } = await import('../../base/errors.ts');
  if (options.frozen === true)
    throw new TfError('tf_usage', '`--frozen` is for the gateway: give it to `tf gateway`');
  const [{ gatewayAt }, { findProject }, { withoutKeys }, { userCertificates }, { runChild }] =
    await Promise.all([
      import('../remote-gateway.ts'),
      import('../project.ts'),
      import('../../gateway/credentials.ts'),
      import('../../run/trust-bundle.ts'),
      import('../run-child.ts'),
    ]);
  const { state } = findProject(options.config);
  const { proxyUrl, certificate } = await gatewayAt(url, options.gatewayCa ?? state.ca);
  return runChild(command, {
    folder: state.child,
    proxyUrl,
    certificate,
    extraCa: userCertificates(process.env),
    overrides: withoutKeys(),
  });
}

async function runUnder(
  gateway: Gateway,
  { state, extraCa = [] }: GatewayOptions,
  command: readonly string[],
): Promise<number> {
  const { runChild } = await import('../run-child.ts');
  return runChild(command, {
    folder: state.child,
    proxyUrl: gateway.proxyUrl,
    certificate: gateway.certificate,
    extraCa,
    overrides: gateway.childVariables(process.env),
  });
}

async function run(command: readonly string[], options: Options): Promise<void> {
  const [{ startGateway }, { gatewayOptions }, { runExitCode }, { reportFailure }] =
    await Promise.all([
      import('../../gateway/gateway.ts'),
      import('../gateway-options.ts'),
      import('../run-exit-code.ts'),
      import('../failure.ts'),
    ]);
  const { gateway: address = process.env['TF_GATEWAY'] } = options;
  let gateway: Gateway | undefined;
  try {
    if (address !== undefined) {
      process.exitCode = await runAt(address, command, options);
      return;
    }
    const gatewaySettings = await gatewayOptions(command, options);
    gateway = await startGateway(gatewaySettings);
    process.exitCode = await runUnder(gateway, gatewaySettings, command);
    if (options.quiet !== true) process.stderr.write(summary(gateway));
  } catch (error) {
    reportFailure(error);
    process.exitCode = runExitCode(error);
  } finally {
    await gateway?.close();
  }
}

/** `tf run -- cmd`: an agent under governance. */
export function addRunCommand(program: Command): void {
  program
    .command('run')
    .description('run a command whose MCP calls are governed')
    .usage('[options] -- <command> [args...]')
    .argument('<command...>', 'the agent, or an MCP server')
    .option('-c, --config <file>', 'the tameflare.yaml to use (default: the nearest one upwards)')
    .option(
      '--frozen',
      'only tools whose definition was accepted (`tf pins`), as `pins.mode: strict`',
    )
    .option(
      '--gateway <url>',
      'under a gateway that runs already: http://AGENT:TOKEN@HOST:PORT (`tf gateway`), or TF_GATEWAY',
    )
    .option('--gateway-ca <file>', "that gateway's certificate (default: the project's)")
    .option('-q, --quiet', 'no summary at the end')
    .passThroughOptions()
    .addHelpText(
      'after',
      "\nExits with the command's own code; 70-79 are ours:\n  70 configuration or policy invalid, 71 proxy, 72 command not started, 73 audit",
    )
    .action(run);
}
