import { type Command, InvalidArgumentError } from 'commander';

interface Options {
  readonly config?: string;
  readonly label?: Readonly<Record<string, string>>;
  readonly json?: boolean;
}

async function parts({ config }: Options) {
  const [agents, { TfError }, { findProject }, { makeStateFolder }, { switchGateways }] =
    await Promise.all([
      import('../../gateway/agents.ts'),
      import('../../base/errors.ts'),
      import('../project.ts'),
      import('../../gateway/state-folder.ts'),
      import('../reload-gateways.ts'),
    ]);
  const { state } = findProject(config);
  makeStateFolder(state);
  const { addAgent, readAgents, revokeAgent } = agents;
  const tellGateways = () => switchGateways(state);
  return { addAgent, readAgents, revokeAgent, TfError, file: state.agents, tellGateways };
}

function print(value: object, text: string, { json }: Options): void {
  process.stdout.write(json === true ? `${JSON.stringify(value)}\n` : `${text}\n`);
}

async function add(name: string, options: Options): Promise<void> {
  const { addAgent, file, tellGateways } = await parts(options);
  const labels = options.label ?? {};
  const token = addAgent(file, name, labels);
  await tellGateways();
  const text = `${token}\n\nThis is ${name}'s token, shown once. The agent's proxy is http://${name}:TOKEN@HOST:PORT of the gateway.`;
  print({ name, labels, token }, text, options);
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

async function list(options: Options): Promise<void> {
  const { readAgents, file } = await parts(options);
  const agents = readAgents(file).map(({ name, labels }) => ({ name, labels }));
  const lines = agents.map(({ name, labels }) => `${name}  ${labelsText(labels)}`.trimEnd());
  print({ agents }, lines.length === 0 ? 'there are no agents' : lines.join('\n'), options);
}

async function revoke(name: string, options: Options): Promise<void> {
  const { revokeAgent, TfError, file, tellGateways } = await parts(options);
  if (!revokeAgent(file, name)) throw new TfError('tf_usage', `there is no agent \`${name}\``);
  const gateways = await tellGateways();
  print(
    { revoked: name, gateways },
    `${name} is let in no more (running gateways: ${gateways})`,
    options,
  );
}

/** `env=dev`, once or several times. @throws InvalidArgumentError */
function label(
  text: string,
  known: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, key, value] = /^([A-Za-z0-9._-]+)=(.*)$/.exec(text) ?? [];
  if (key === undefined) throw new InvalidArgumentError('it must be like env=dev.');
  return { ...known, [key]: value ?? '' };
}

function common(command: Command): Command {
  return command
    .option('-c, --config <file>', 'the tameflare.yaml whose gateway is meant')
    .option('--json', 'print JSON');
}

/** `tf agent`: whom a long-lived gateway serves. */
export function addAgentCommand(program: Command): void {
  const agent = program
    .command('agent')
    .description('agents that `tf gateway` serves, each with its own token');
  common(agent.command('add').argument('<name>'))
    .description('make a token for an agent; it is shown once')
    .option('-l, --label <key=value>', 'what policies see as `input.agent.labels`', label)
    .action(add);
  common(agent.command('list')).description('who is served').action(list);
  common(agent.command('revoke').argument('<name>'))
    .description("take an agent's token back; what it has under way ends")
    .action(revoke);
}
