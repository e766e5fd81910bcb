import type { Command } from 'commander';

interface Options {
  readonly config?: string;
  readonly group?: readonly string[];
  readonly json?: boolean;
}

async function parts({ config }: Options) {
  const [operators, { TfError }, { findProject }, { makeStateFolder }] = await Promise.all([
    import('../../approval/operators.ts'),
    import('../../base/errors.ts'),
    import('../project.ts'),
    import('../../gateway/state-folder.ts'),
  ]);
  const { state } = findProject(config);
  makeStateFolder(state);
  return { ...operators, TfError, file: state.operators };
}

function print(value: object, text: string, { json }: Options): void {
  process.stdout.write(json === true ? `${JSON.stringify(value)}\n` : `${text}\n`);
}

async function add(name: string, options: Options): Promise<void> {
  const { addOperator, file } = await parts(options);
  const groups = options.group ?? [];
  const key = addOperator(file, name, groups);
  const text = `${key}\n\nThis is ${name}'s key, shown once. It is used as TF_OPERATOR_KEY.`;
  print({ name, groups, key }, text, options);
}

async function list(options: Options): Promise<void> {
  const { readOperators, file } = await parts(options);
  const operators = readOperators(file).map(({ name, groups }) => ({ name, groups }));
  const lines = operators.map(({ name, groups }) => `${name}  ${groups.join(', ')}`.trimEnd());
  print({ operators }, lines.length === 0 ? 'there are no operators' : lines.join('\n'), options);
}

async function remove(name: string, options: Options): Promise<void> {
  const { removeOperator, TfError, file } = await parts(options);
  if (!removeOperator(file, name))
    throw new TfError('tf_usage', `there is no operator \`${name}\``);
  print({ removed: name }, `${name} can answer no more`, options);
}

function common(command: Command): Command {
  return command
    .option('-c, --config <file>', 'the tameflare.yaml whose operators are meant')
    .option('--json', 'print JSON');
}

/** `tf operator`: who may answer for agents. */
export function addOperatorCommand(program: Command): void {
  const operator = program
    .command('operator')
    .description('people who may approve, deny and switch on again');
  common(operator.command('add').argument('<name>'))
    .description('make a key for someone; it is shown once')
    .option('-g, --group <names...>', 'what rules ask for under `approvers`')
    .action(add);
  common(operator.command('list')).description('who may answer').action(list);
  common(operator.command('remove').argument('<name>'))
    .description('take a key back')
    .action(remove);
}
