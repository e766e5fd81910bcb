import type { Command } from 'commander';
import type { Kill } from '../../policy/kill-switch.ts';

interface Options {
  readonly config?: string;
  readonly reason?: string;
  readonly json?: boolean;
}

type Scope = Kill['scope'];

function killOf(scope: Scope, name: string | undefined, { reason }: Options): Kill {
  return {
    scope,
    ...(name === undefined ? {} : { name }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function killText({ scope, name }: Kill): string {
  return scope === 'all' ? 'everything' : `${scope} \`${name}\``;
}

/** Writes who switched what into the audit. */
async function audited(action: 'kill' | 'unkill', kill: Kill, by: string, config?: string) {
  const [{ openAuditLog }, { systemClock }, { newId }, { operatorEvent }, { loadProject }] =
    await Promise.all([
      import('../../audit/log.ts'),
      import('../../base/clock.ts'),
      import('../../base/id.ts'),
      import('../../gateway/operator-event.ts'),
      import('../load-project.ts'),
    ]);
  const { auditFile, config: loaded } = loadProject(config);
  const log = openAuditLog(auditFile, loaded.audit.rotation);
  const message = `${killText(kill)} was switched ${action === 'kill' ? 'off' : 'on'} by ${by}`;
  const happened = { action, by, message, subject: { ...kill }, outcome: 'allowed' } as const;
  const timestamp = new Date().toISOString();
  log.record(
    operatorEvent({ ...happened, id: newId(systemClock), timestamp, agent: loaded.agent.name }),
  );
  log.close();
}

async function switchOff(scope: Scope, name: string | undefined, options: Options): Promise<void> {
  const [{ userInfo }, { addKill }, { findProject }, { switchGateways }] = await Promise.all([
    import('node:os'),
    import('../../gateway/kill-file.ts'),
    import('../project.ts'),
    import('../reload-gateways.ts'),
  ]);
  const { state } = findProject(options.config);
  const kill = killOf(scope, name, options);
  const by = userInfo().username;
  addKill(state.kills, { ...kill, by, at: new Date().toISOString() });
  const gateways = await switchGateways(state);
  print(
    { ...kill, by, gateways },
    `${killText(kill)} is switched off (running gateways: ${gateways})`,
    options,
  );
  await audited('kill', kill, by, options.config);
}

/** Switching on again is an operator's to do. @throws TfError `tf_operator_key` */
async function operatorName(config: string | undefined): Promise<string> {
  const [{ operatorOf, readOperators }, { TfError }, { operatorKey }, { findProject }] =
    await Promise.all([
      import('../../approval/operators.ts'),
      import('../../base/errors.ts'),
      import('../../gateway/operator-key.ts'),
      import('../project.ts'),
    ]);
  const { state } = findProject(config);
  const operator = operatorOf(readOperators(state.operators), operatorKey(state, process.env));
  if (operator === undefined)
    throw new TfError(
      'tf_operator_key',
      "switching on needs an operator's key: set TF_OPERATOR_KEY",
    );
  return operator.name;
}

async function switchOn(scope: Scope, name: string | undefined, options: Options): Promise<void> {
  const [{ TfError }, { removeKill }, { findProject }, { switchGateways }] = await Promise.all([
    import('../../base/errors.ts'),
    import('../../gateway/kill-file.ts'),
    import('../project.ts'),
    import('../reload-gateways.ts'),
  ]);
  const { state } = findProject(options.config);
  const kill = killOf(scope, name, {});
  const by = await operatorName(options.config);
  await audited('unkill', kill, by, options.config);
  if (!removeKill(state.kills, kill))
    throw new TfError('tf_usage', `${killText(kill)} is not switched off; see \`tf kill list\``);
  const gateways = await switchGateways(state);
  print({ ...kill, by, gateways }, `${killText(kill)} is switched on again`, options);
}

async function list(options: Options): Promise<void> {
  const [{ readKills }, { findProject }] = await Promise.all([
    import('../../gateway/kill-file.ts'),
    import('../project.ts'),
  ]);
  const kills = readKills(findProject(options.config).state.kills);
  const lines = kills.map(
    kill =>
      `${killText(kill)}  since ${kill.at} by ${kill.by}${kill.reason === undefined ? '' : `: ${kill.reason}`}`,
  );
  print({ kills }, lines.length === 0 ? 'nothing is switched off' : lines.join('\n'), options);
}

function print(value: object, text: string, { json }: Options): void {
  process.stdout.write(json === true ? `${JSON.stringify(value)}\n` : `${text}\n`);
}

function withOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'the tameflare.yaml whose gateways are meant')
    .option('--json', 'print JSON');
}

type Switch = (scope: Scope, name: string | undefined, options: Options) => Promise<void>;

function addScopes(command: Command, run: Switch, takesReason: boolean): void {
  const scoped = (text: string, what: string) => {
    const made = withOptions(command.command(text)).description(what);
    return takesReason ? made.option('--reason <text>', 'told to the agent and recorded') : made;
  };
  scoped('all', 'every call of every agent').action((options: Options) =>
    run('all', undefined, options),
  );
  for (const [scope, argument, what] of [
    ['server', '<name>', 'everything that goes to a server'],
    ['tool', '<pattern>', 'calls of tools: `*` stands for any characters, `?` for one'],
    ['agent', '<name>', 'everything an agent does'],
  ] as const)
    scoped(`${scope} ${argument}`, what).action((name: string, options: Options) =>
      run(scope, name, options),
    );
}

/** `tf kill` and `tf unkill`: the switch above all rules. */
export function addKillCommands(program: Command): void {
  const kill = program
    .command('kill')
    .description('switch something off, at once and until `tf unkill`; what is under way ends');
  addScopes(kill, switchOff, true);
  withOptions(kill.command('list')).description('what is switched off').action(list);
  const unkill = program
    .command('unkill')
    .description("switch something on again, with an operator's key");
  addScopes(unkill, switchOn, false);
}
