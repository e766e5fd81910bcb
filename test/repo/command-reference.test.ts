/** docs/cli.md is what the command line itself says. `TF_UPDATE=1` writes it. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import type { Command, Option } from 'commander';
import { packageRoot } from '../../src/base/package-root.ts';
import { createProgram } from '../../src/cli/program.ts';

const PAGE = join(packageRoot, 'docs', 'cli.md');

const INTRODUCTION = `# Commands

Everything \`tf\` takes, as \`tf --help\` and the help of each command say it; a test keeps this page equal to them.

Every command exits with 0 when it did what was asked and 1 when something could not be loaded, parsed, reached or understood. Codes besides:

| code | of | when |
|---|---|---|
| 2 | \`tf policy test\` | a test fails, or less is covered than \`--threshold\` |
| 2 | \`tf policy diff\` | a decision changes in a way that \`--fail-on\` names |
| 2 | \`tf pins --frozen\` | a tool is not as it was accepted |
| 70, 71, 72, 73 | \`tf run\`, \`tf gateway\`, \`tf mcp stdio\` | configuration or policies, proxy, command, audit |
| the command's own | \`tf run\` | the command ran |
`;

function commands(command: Command, path: string): [string, Command][] {
  const below = command.commands.flatMap(each => commands(each, `${path} ${each.name()}`));
  return [[path, command], ...below];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}

function optionRow(option: Option): string {
  const { flags, description, argChoices, defaultValue, defaultValueDescription } = option;
  const notes = [
    ...(argChoices === undefined ? [] : [`one of ${argChoices.join(', ')}`]),
    ...(defaultValue === undefined ? [] : [`default ${defaultValueDescription ?? defaultValue}`]),
  ];
  const more = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  return `| \`${flags.replaceAll('|', '\\|')}\` | ${cell(description + more)} |`;
}

function section(path: string, command: Command): string {
  const isGroup = command.commands.length > 0;
  const rows = command.options.filter(({ hidden }) => !hidden).map(optionRow);
  return [
    `${path.includes(' ') && path.split(' ').length > 2 ? '###' : '##'} ${path}`,
    '',
    `\`${path} ${command.usage()}\``.trimEnd(),
    '',
    `${cell(command.description())}.`,
    ...(rows.length === 0 ? [] : ['', '| option | what |', '|---|---|', ...rows]),
    ...(isGroup
      ? ['', `Commands: ${command.commands.map(each => `\`${each.name()}\``).join(', ')}.`]
      : []),
    '',
  ].join('\n');
}

test('docs/cli.md is the command line', () => {
  const sections = commands(createProgram(), 'tf').map(([path, command]) => section(path, command));
  const page = [INTRODUCTION, ...sections].join('\n');
  if (process.env['TF_UPDATE'] === '1') writeFileSync(PAGE, page);
  assert.equal(readFileSync(PAGE, 'utf8'), page);
});
