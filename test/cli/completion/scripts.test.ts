/** The scripts in the shells they are for, where those are installed; bash is everywhere the tests run. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'node:test';
import { commandWords } from '../../../src/cli/completion/command-words.ts';
import { SHELLS } from '../../../src/cli/completion/scripts.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { projectFolder } from '../../support/tf-command.ts';

const words = commandWords(createProgram());

/** What bash offers for the last word of a line. */
function offered(line: string): string[] {
  const typed = line.split(' ');
  const script = `${SHELLS.bash(words)}
COMP_WORDS=(${typed.map(word => `'${word}'`).join(' ')})
COMP_CWORD=${typed.length - 1}
_tf
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', script], {
    encoding: 'utf8',
  });
  assert.deepEqual([stderr, status], ['', 0]);
  return stdout.split('\n').filter(word => word !== '');
}

const TABLE: readonly (readonly [string, readonly string[]])[] = [
  ['tf ini', ['init']],
  ['tf policy ex', ['explain']],
  ['tf policy diff --fail', ['--fail-on']],
  ['tf kill ', ['all', 'server', 'tool', 'agent', 'list']],
  ['tf logs --jso', ['--json']],
  // The value of an option is no command, and what stands behind `--` is another program's.
  ['tf logs --config ', []],
  ['tf run -- ini', []],
  ['tf nothing', []],
];

for (const [line, expected] of TABLE)
  test(`bash: \`${line}\` is completed by ${expected.join(', ') || 'nothing of ours'}`, () => {
    assert.deepEqual(offered(line), expected);
  });

test('after an option with its value the command goes on', () => {
  assert.ok(offered('tf policy --').length > 0);
  assert.deepEqual(offered('tf logs --config tameflare.yaml --fol'), ['--follow']);
});

/** What another shell says when it reads its script and runs a line. */
const OTHERS = [
  { shell: 'zsh', args: (file: string) => ['-n', file], says: /^$/ },
  {
    shell: 'fish',
    args: (file: string) => ['-c', `source ${file}; complete -C "tf policy ex"`],
    says: /^explain\t.*\n$/,
  },
] as const;

for (const { shell, args, says } of OTHERS) {
  const isInstalled = spawnSync(shell, ['-c', 'exit'], { stdio: 'ignore' }).status === 0;
  const skip = isInstalled ? false : `${shell} is not installed`;
  test(`${shell} takes its script`, { skip }, () => {
    const file = join(projectFolder({ script: SHELLS[shell](words) }), 'script');
    const { stdout, stderr, status } = spawnSync(shell, args(file), { encoding: 'utf8' });
    assert.deepEqual([stderr, status], ['', 0]);
    assert.match(stdout, says);
  });
}

test('every command is in every script', () => {
  for (const make of Object.values(SHELLS)) {
    const script = make(words);
    for (const { path } of words) assert.ok(script.includes(path.at(-1)!), path.join(' '));
  }
});

test('quotes in descriptions do not end them', () => {
  const odd = [
    {
      path: ['tf'],
      commands: [{ text: 'a', description: `it's 1:2 \\` }],
      options: [],
      valued: [],
    },
  ];
  assert.match(SHELLS.zsh(odd), /'a:it'\\''s 1:2 \\'/);
  assert.match(SHELLS.fish(odd), /-d 'it\\'s 1:2 \\\\'$/m);
});
