import { type Command, Option } from 'commander';
import type { EntryTerms, Placement } from '../../vault/entry.ts';
import type { KeyKind } from '../../vault/key-source.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Project } from '../project.ts';
import { type EntryOptions, GRANTS, PLACEMENTS } from '../vault-entry.ts';

interface Common {
  readonly config?: string;
  readonly json?: boolean;
  readonly key?: KeyKind;
}

const KEY_KINDS = ['file', 'passphrase', 'env', 'keyring'] as const;

async function projectOf({ config }: Common): Promise<Project> {
  const { findProject } = await import('../project.ts');
  return findProject(config);
}

function defaultKey(): KeyKind {
  if (process.env['TF_VAULT_KEY']) return 'env';
  return process.env['TF_VAULT_PASSPHRASE'] ? 'passphrase' : 'file';
}

/** The vault, made when there is none. */
async function vaultFor({ state }: Project, key: KeyKind | undefined): Promise<Vault> {
  const [{ keyAccess, vaultOf }, { createVault }, { makeStateFolder }] = await Promise.all([
    import('../project-vault.ts'),
    import('../../vault/vault.ts'),
    import('../../gateway/state-folder.ts'),
  ]);
  const present = await vaultOf(state);
  if (present !== undefined) return present;
  makeStateFolder(state);
  return createVault(state.vault, keyAccess(state), key ?? defaultKey());
}

async function presentVault(project: Project): Promise<Vault> {
  const [{ vaultOf }, { TfError }] = await Promise.all([
    import('../project-vault.ts'),
    import('../../base/errors.ts'),
  ]);
  const vault = await vaultOf(project.state);
  if (vault !== undefined) return vault;
  throw new TfError('tf_vault_entry', `there is no vault; \`tf vault set\` makes one`);
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** What was asked for, typed unseen or one per line of standard input. */
async function readSecrets(questions: readonly string[]): Promise<string[]> {
  const { askHidden } = await import('../project-vault.ts');
  if (!process.stdin.isTTY) return (await readInput()).split(/\r?\n/);
  const answers: string[] = [];
  for (const question of questions) answers.push(await askHidden(`${question}: `));
  return answers;
}

async function secretOf({ oauth }: EntryTerms) {
  const { checkedSecret } = await import('../vault-entry.ts');
  if (oauth?.grant !== 'refresh_token') {
    const [text = '', ...rest] = await readSecrets(['secret']);
    return { value: checkedSecret([text, ...rest].join('\n').replace(/\n+$/, '')) };
  }
  const [client = '', refresh = ''] = await readSecrets([
    'client secret (may be empty)',
    'refresh token',
  ]);
  return {
    value: client === '' ? '' : checkedSecret(client),
    refreshToken: checkedSecret(refresh),
  };
}

/** Running gateways take the change over now. */
async function tellGateways(project: Project): Promise<void> {
  const { reloadGateways } = await import('../reload-gateways.ts');
  await reloadGateways(project.state);
}

function placementText(placement: Placement): string {
  switch (placement.kind) {
    case 'bearer':
      return 'bearer';
    case 'basic':
      return `basic, user ${placement.user}`;
    case 'header':
      return `header ${placement.name}`;
    case 'query':
      return `query ${placement.name}`;
    case 'placeholder':
      return `placeholder ${placement.text}`;
  }
}

function line({ name, binding, placement, env, oauth }: EntryTerms): string {
  const variables = env.length === 0 ? '' : `  in ${env.join(', ')}`;
  const grant = oauth === undefined ? '' : `  ${oauth.grant} at ${oauth.tokenUrl}`;
  return `${name}  ${binding.origin}${binding.path}  ${placementText(placement)}${variables}${grant}`;
}

function print(value: object, text: string, { json }: Common): void {
  process.stdout.write(json === true ? `${JSON.stringify(value)}\n` : `${text}\n`);
}

async function set(name: string, options: Common & EntryOptions): Promise<void> {
  const { entryTerms } = await import('../vault-entry.ts');
  const terms = entryTerms(name, options, Date.now());
  const project = await projectOf(options);
  const vault = await vaultFor(project, options.key);
  vault.set(terms, await secretOf(terms));
  await tellGateways(project);
  print(terms, `set ${line(terms)}`, options);
}

async function list(options: Common): Promise<void> {
  const { vaultOf } = await import('../project-vault.ts');
  const vault = await vaultOf((await projectOf(options)).state);
  const entries = vault?.list() ?? [];
  const text = entries.length === 0 ? 'the vault is empty' : entries.map(line).join('\n');
  print({ key: vault?.keyKind ?? null, entries }, text, options);
}

async function remove(name: string, options: Common): Promise<void> {
  const project = await projectOf(options);
  const vault = await presentVault(project);
  if (!vault.remove(name)) {
    const { TfError } = await import('../../base/errors.ts');
    throw new TfError('tf_vault_entry', `the vault has no entry \`${name}\``);
  }
  await tellGateways(project);
  print({ removed: name }, `removed ${name}`, options);
}

async function rotate(options: Common): Promise<void> {
  const vault = await presentVault(await projectOf(options));
  await vault.rotate(options.key ?? vault.keyKind);
  const entries = vault.list().length;
  print(
    { key: vault.keyKind, entries },
    `${entries} entries sealed with a new key (${vault.keyKind}); restart running gateways`,
    options,
  );
}

function entryName(variable: string): string {
  return variable.toLowerCase().replaceAll('_', '-');
}

async function importEnv(variables: readonly string[], options: Common & EntryOptions) {
  const [{ checkedSecret, entryTerms }, { TfError }] = await Promise.all([
    import('../vault-entry.ts'),
    import('../../base/errors.ts'),
  ]);
  const found = variables.map(variable => {
    const text = process.env[variable];
    if (text === undefined || text === '')
      throw new TfError('tf_usage', `the variable \`${variable}\` is not set`);
    const terms = entryTerms(
      entryName(variable),
      { url: options.url, env: [variable] },
      Date.now(),
    );
    return { terms, secret: { value: checkedSecret(text) } };
  });
  const project = await projectOf(options);
  const vault = await vaultFor(project, options.key);
  for (const { terms, secret } of found) vault.set(terms, secret);
  await tellGateways(project);
  const entries = found.map(({ terms }) => terms);
  print({ entries }, entries.map(terms => `set ${line(terms)}`).join('\n'), options);
}

function keyOption(text: string): Option {
  return new Option('--key <kind>', text).choices(KEY_KINDS);
}

function common(command: Command): Command {
  return command
    .option('-c, --config <file>', 'the tameflare.yaml whose vault is meant')
    .option('--json', 'print JSON');
}

function addSet(vault: Command): void {
  common(vault.command('set').argument('<name>'))
    .description('keep a secret; it is read from standard input, or asked for')
    .requiredOption('-u, --url <address>', 'where it may go: this origin, this path and below')
    .addOption(new Option('-a, --as <how>', 'how it is sent (default: bearer)').choices(PLACEMENTS))
    .option('--user <name>', 'the user of --as basic')
    .option('--field <name>', 'the name of the header or query parameter')
    .option('-e, --env <names...>', "the child's variables that get a placeholder")
    .addOption(new Option('--oauth <grant>', 'get access tokens with it').choices(GRANTS))
    .option('--token-url <address>', "the OAuth server's token endpoint")
    .option('--client-id <id>', 'the OAuth client')
    .option('--scope <scopes>', 'OAuth scopes, separated by spaces')
    .addOption(keyOption('what protects a vault that is made now'))
    .addHelpText(
      'after',
      '\nWith --oauth refresh-token two lines are read: the client secret, which may be empty, and the refresh token.',
    )
    .action(set);
}

/** `tf vault`: secrets that the agent never sees. */
export function addVaultCommand(program: Command): void {
  const vault = program.command('vault').description('keep secrets that agents never see');
  addSet(vault);
  common(vault.command('list')).description('entries, without their secrets').action(list);
  common(vault.command('rm').argument('<name>')).description('forget a secret').action(remove);
  common(vault.command('rotate'))
    .description('seal everything with a new key')
    .addOption(keyOption('where the new key is kept (default: as before)'))
    .addHelpText(
      'after',
      '\nThe new key or passphrase is read from TF_VAULT_KEY_NEW or TF_VAULT_PASSPHRASE_NEW.',
    )
    .action(rotate);
  common(vault.command('import-env').argument('<variables...>'))
    .description('keep what variables hold now; the child gets placeholders in them')
    .requiredOption('-u, --url <address>', 'where they may go')
    .addOption(keyOption('what protects a vault that is made now'))
    .action(importEnv);
}
