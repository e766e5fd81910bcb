import { Argument, type Command } from 'commander';
import type { Shell } from '../completion/scripts.ts';

/** `tf completion`: a script that lets a shell complete commands and options. */
export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('print a script that completes commands and options')
    .addArgument(new Argument('<shell>', 'whose script').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', '\nThe first line of each script says where it goes.')
    .action(async (shell: Shell) => {
      const [{ commandWords }, { SHELLS }] = await Promise.all([
        import('../completion/command-words.ts'),
        import('../completion/scripts.ts'),
      ]);
      process.stdout.write(SHELLS[shell](commandWords(program)));
    });
}
