import type { Command } from 'commander';
import type { Config } from '../../gateway/config.ts';
import type { PinEntry, ToolLock } from '../../mcp/tool-lock.ts';

interface Options {
  readonly config?: string;
  readonly server?: string;
  readonly json?: boolean;
  readonly frozen?: boolean;
  readonly all?: boolean;
}

interface Pins {
  readonly file: string;
  readonly lock: ToolLock;
  readonly entries: readonly PinEntry[];
}

/** Tools of a server by its name, on HTTP or stdio, or by its address; of all when none is named. */
function isOfServer({ servers }: Config, server: string | undefined) {
  const named = servers.find(({ name }) => name === server);
  const keys = [server, `stdio:${server}`, named && `${named.origin}${named.path}`];
  return (entry: PinEntry) => server === undefined || keys.includes(entry.server);
}

/** What was accepted beside what was last seen. @throws ConfigError, TfError */
async function readPins(options: Options): Promise<Pins> {
  const [{ loadProject }, { readLockFile }, { comparePins }] = await Promise.all([
    import('../load-project.ts'),
    import('../../gateway/tool-lock-file.ts'),
    import('../../mcp/tool-lock.ts'),
  ]);
  const { config, state } = loadProject(options.config);
  const { file } = config.pins;
  const lock = readLockFile(file).tools;
  const all = comparePins(lock, readLockFile(state.tools).tools);
  return { file, lock, entries: all.filter(isOfServer(config, options.server)) };
}

/** Entries of these tools, or all of them. @throws TfError for a tool that neither side knows */
async function chosen({ entries }: Pins, tools: readonly string[]): Promise<PinEntry[]> {
  const { TfError } = await import('../../base/errors.ts');
  const missing = tools.find(tool => !entries.some(entry => entry.tool === tool));
  if (missing !== undefined)
    throw new TfError(
      'tf_usage',
      `no tool \`${missing}\` was listed or accepted; see \`tf pins list\``,
    );
  return entries.filter(({ tool }) => tools.length === 0 || tools.includes(tool));
}

function differs({ state }: PinEntry): boolean {
  return state !== 'approved' && state !== 'unknown';
}

/** In CI a difference fails the step; a tool that this project has never seen listed is no difference. */
async function conclude(entries: readonly PinEntry[], options: Options): Promise<void> {
  const { EXIT } = await import('../exit-codes.ts');
  if (options.frozen === true && entries.some(differs)) process.exitCode = EXIT.pinsDiffer;
}

function print(entries: readonly PinEntry[], text: string, options: Options): void {
  process.stdout.write(`${options.json === true ? JSON.stringify({ tools: entries }) : text}\n`);
}

/** JSON.stringify would fail at numbers kept as text: what is printed as JSON holds hashes, not definitions. */
function brief({ server, tool, state, accepted, seen }: PinEntry): object {
  return { server, tool, state, accepted: accepted?.sha256, seen: seen?.sha256 };
}

async function list(options: Options): Promise<void> {
  const { pinLine } = await import('../pin-text.ts');
  const { entries } = await readPins(options);
  const text = entries.map(pinLine).join('\n') || 'no tool was listed or accepted yet';
  print(entries.map(brief) as PinEntry[], text, options);
  await conclude(entries, options);
}

async function diff(tools: readonly string[], options: Options): Promise<void> {
  const [{ pinDiff }, { stringifyJson }] = await Promise.all([
    import('../pin-text.ts'),
    import('../../base/plain-json.ts'),
  ]);
  const entries = (await chosen(await readPins(options), tools)).filter(differs);
  const text = entries.map(pinDiff).join('\n\n') || 'every listed tool is the accepted one';
  const json = () => stringifyJson({ tools: entries.map(entry => ({ ...entry })) } as never);
  process.stdout.write(`${options.json === true ? json() : text}\n`);
  await conclude(entries, options);
}

async function accept(tools: readonly string[], options: Options): Promise<void> {
  const [{ TfError }, { acceptPins }, { writeLockFile }, { pinLine }] = await Promise.all([
    import('../../base/errors.ts'),
    import('../../mcp/tool-lock.ts'),
    import('../../gateway/tool-lock-file.ts'),
    import('../pin-text.ts'),
  ]);
  if (tools.length === 0 && options.all !== true)
    throw new TfError('tf_usage', 'name the tools to accept, or give `--all`');
  const pins = await readPins(options);
  const accepted = (await chosen(pins, tools)).filter(differs);
  if (accepted.length > 0) writeLockFile(pins.file, acceptPins(pins.lock, accepted), 0o644);
  const text = accepted.map(entry => `accepted ${pinLine(entry)}`).join('\n');
  print(accepted.map(brief) as PinEntry[], text || 'nothing to accept', options);
}

function withCommonOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'the tameflare.yaml whose tools are meant')
    .option('-s, --server <name>', 'only tools of this server, by name or address')
    .option('--json', 'print JSON');
}

const FROZEN = ['--frozen', 'exit with 2 if a tool is new, changed or removed'] as const;

/** `tf pins`: which definitions of tools were accepted. */
export function addPinsCommand(program: Command): void {
  const pins = program
    .command('pins')
    .description('see and accept what servers say their tools are (tf-tools.lock)');
  withCommonOptions(pins.command('list'))
    .description('every tool and its state: new, approved, changed, removed')
    .option(...FROZEN)
    .action(list);
  withCommonOptions(pins.command('diff').argument('[tool...]'))
    .description('what is not as it was accepted, line by line')
    .option(...FROZEN)
    .action(diff);
  withCommonOptions(pins.command('accept').argument('[tool...]'))
    .description('accept definitions as they were last listed')
    .option('-a, --all', 'of every tool that is shown')
    .action(accept);
}
