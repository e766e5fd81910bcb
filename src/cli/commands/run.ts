import type { Command } from 'commander';
import type { Gateway, GatewayOptions } from '../../gateway/gateway.ts';

interface Options {
  readonly config?: string;
  readonly quiet?: boolean;
  readonly frozen?: boolean;
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

async function runUnder(
  gateway: Gateway,
  options: GatewayOptions,
  command: readonly string[],
): Promise<number> {
  const [{ exitStatus, runChild }, { childEnvironment }, { writeTrustBundle }] = await Promise.all([
    import('../../run/child.ts'),
    import('../../run/environment.ts'),
    import('../../run/trust-bundle.ts'),
  ]);
  const trust = writeTrustBundle(
    options.state.child,
    gateway.certificate,
    options.extraCa ?? [],
    process.env,
  );
  const env = childEnvironment({
    base: process.env,
    proxyUrl: gateway.proxyUrl,
    trust,
    overrides: gateway.childVariables(process.env),
  });
  const [file = '', ...args] = command;
  return exitStatus(await runChild({ command: file, args, env }));
}

async function run(command: readonly string[], options: Options): Promise<void> {
  const [{ startGateway }, { gatewayOptions }, { runExitCode }, { reportFailure }] =
    await Promise.all([
      import('../../gateway/gateway.ts'),
      import('../gateway-options.ts'),
      import('../run-exit-code.ts'),
      import('../failure.ts'),
    ]);
  let gateway: Gateway | undefined;
  try {
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
    .option('-q, --quiet', 'no summary at the end')
    .passThroughOptions()
    .addHelpText(
      'after',
      "\nExits with the command's own code; 70-79 are ours:\n  70 configuration or policy invalid, 71 proxy, 72 command not started, 73 audit",
    )
    .action(run);
}
