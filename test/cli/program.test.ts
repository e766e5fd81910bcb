import assert from 'node:assert/strict';
import test from 'node:test';
import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.ts';

/** Every command with its full name. */
function commands(command: Command, path: string): [string, Command][] {
  const below = command.commands.flatMap(each => commands(each, `${path} ${each.name()}`));
  return [[path, command], ...below];
}

test('the commands are these', () => {
  assert.deepEqual(
    commands(createProgram(), 'tf').map(([path]) => path),
    [
      'tf',
      'tf run',
      'tf gateway',
      'tf stop',
      'tf agent',
      'tf agent add',
      'tf agent list',
      'tf agent revoke',
      'tf mcp',
      'tf mcp stdio',
      'tf init',
      'tf doctor',
      'tf status',
      'tf approvals',
      'tf approvals list',
      'tf approvals show',
      'tf approvals watch',
      'tf approvals approve',
      'tf approvals deny',
      'tf logs',
      'tf logs show',
      'tf audit',
      'tf audit verify',
      'tf kill',
      'tf kill all',
      'tf kill server',
      'tf kill tool',
      'tf kill agent',
      'tf kill list',
      'tf unkill',
      'tf unkill all',
      'tf unkill server',
      'tf unkill tool',
      'tf unkill agent',
      'tf operator',
      'tf operator add',
      'tf operator list',
      'tf operator remove',
      'tf reload',
      'tf pins',
      'tf pins list',
      'tf pins diff',
      'tf pins accept',
      'tf vault',
      'tf vault set',
      'tf vault list',
      'tf vault rm',
      'tf vault rotate',
      'tf vault import-env',
      'tf policy',
      'tf policy check',
      'tf policy fmt',
      'tf policy test',
      'tf policy eval',
      'tf policy explain',
      'tf policy build',
      'tf policy diff',
      'tf policy shadow',
      'tf completion',
    ],
  );
});

for (const [path, command] of commands(createProgram(), 'tf')) {
  test(`${path} --help says what it does and what each option means`, () => {
    const help = command.helpInformation();
    assert.match(help, /^Usage: tf/);
    assert.notEqual(command.description(), '');
    for (const option of command.options) assert.notEqual(option.description, '', option.flags);
  });
}
