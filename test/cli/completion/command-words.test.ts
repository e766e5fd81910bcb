import assert from 'node:assert/strict';
import test from 'node:test';
import { Command } from 'commander';
import { commandWords } from '../../../src/cli/completion/command-words.ts';

test('every command says what can follow it', () => {
  const program = new Command('tf');
  program
    .command('logs')
    .description('what was called')
    .option('-n, --lines <count>', 'how many')
    .option('--json', 'print JSON');
  const help = { text: '--help', description: 'show help' };
  assert.deepEqual(commandWords(program), [
    {
      path: ['tf'],
      commands: [{ text: 'logs', description: 'what was called' }],
      options: [help],
      valued: [],
    },
    {
      path: ['tf', 'logs'],
      commands: [],
      options: [
        { text: '--lines', description: 'how many' },
        { text: '--json', description: 'print JSON' },
        help,
      ],
      valued: ['-n', '--lines'],
    },
  ]);
});
