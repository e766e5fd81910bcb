import type { Command } from 'commander';

interface Options {
  readonly force?: boolean;
}

/** Whoever sets a project up may answer for its agents. */
async function makeOperator(folder: string): Promise<void> {
  const [{ userInfo }, { ensureOperator }, { makeStateFolder, stateFolder }] = await Promise.all([
    import('node:os'),
    import('../../gateway/operator-key.ts'),
    import('../../gateway/state-folder.ts'),
  ]);
  const state = stateFolder(folder);
  makeStateFolder(state);
  ensureOperator(state, userInfo().username);
}

async function run(folder: string, options: Options): Promise<void> {
  const { initProject } = await import('../init-project.ts');
  for (const { path, done } of initProject(folder, options.force === true))
    process.stdout.write(`${done.padEnd(7)} ${path}\n`);
  await makeOperator(folder);
  process.stdout.write(
    '\nnext: name your MCP server in tameflare.yaml, then\n  tf policy test\n  tf run -- <your agent>\n',
  );
}

/** `tf init`: a configuration, a policy, its test. */
export function addInitCommand(program: Command): void {
  program
    .command('init')
    .description(
      'write a commented tameflare.yaml, a policy with test and fixtures, and .gitignore',
    )
    .argument('[folder]', 'where', '.')
    .option('-f, --force', 'replace files that exist')
    .action(run);
}
