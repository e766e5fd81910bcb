import type { Command } from 'commander';
import type { GatewayOptions } from '../../gateway/gateway.ts';

interface Options {
  readonly config?: string;
  readonly name: string;
  readonly frozen?: boolean;
  readonly quiet?: boolean;
}

async function bridge(command: readonly string[], settings: GatewayOptions): Promise<number> {
  const [{ startGateway }, { withoutKeys }, { exitStatus, startChild }] = await Promise.all([
    import('../../gateway/gateway.ts'),
    import('../../gateway/credentials.ts'),
    import('../../run/child.ts'),
  ]);
  const gateway = await startGateway(settings);
  try {
    const [file = '', ...args] = command;
    const env = { ...process.env, ...withoutKeys() } as Record<string, string>;
    const { child, ended } = startChild({ command: file, args, env, stdio: 'pipes' });
    const client = { input: process.stdin, output: process.stdout };
    const bridged = gateway.bridge(client, { input: child.stdout!, output: child.stdin! });
    const exit = await ended;
    await bridged;
    return exitStatus(exit);
  } finally {
    await gateway.close();
  }
}

async function stdio(command: readonly string[], options: Options): Promise<void> {
  const [{ gatewayOptions }, { runExitCode }, { reportFailure }] = await Promise.all([
    import('../gateway-options.ts'),
    import('../run-exit-code.ts'),
    import('../failure.ts'),
  ]);
  try {
    const settings = await gatewayOptions(command, options);
    process.exitCode = await bridge(command, { ...settings, stdioServer: options.name });
  } catch (error) {
    reportFailure(error);
    process.exitCode = runExitCode(error);
  }
}

/** `tf mcp stdio -- cmd`: an MCP server on stdio under governance. */
export function addMcpCommand(program: Command): void {
  program
    .command('mcp')
    .description('put single MCP servers under governance')
    .command('stdio')
    .description('run an MCP server that speaks on stdio; what a client calls on it is governed')
    .usage('[options] -- <command> [args...]')
    .argument('<command...>', 'the server')
    .option('-c, --config <file>', 'the tameflare.yaml to use (default: the nearest one upwards)')
    .option('-n, --name <name>', 'what rules and policies call the server', 'stdio')
    .option(
      '--frozen',
      'only tools whose definition was accepted (`tf pins`), as `pins.mode: strict`',
    )
    .option('-q, --quiet', 'tell nothing but errors')
    .passThroughOptions()
    .addHelpText(
      'after',
      "\nExits with the server's own code; 70-79 are ours, as for `tf run`.\nNothing but messages goes to standard output.",
    )
    .action(stdio);
}
