/** `tf policy fmt` on files, folders and standard input. */
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { projectFolder, runTf } from '../support/tf-command.ts';

const UGLY = 'package a\nallow   if input.x==1 # why\n';
const NEAT = 'package a\n\nallow if input.x == 1 # why\n';
const DIFF = `--- p/ugly.rego
+++ p/ugly.rego
@@ -1,2 +1,3 @@
 package a
-allow   if input.x==1 # why
+
+allow if input.x == 1 # why
`;

const project = () =>
  projectFolder({
    'p/neat.rego': NEAT,
    'p/ugly.rego': UGLY,
    'p/deep/ugly_test.rego': UGLY,
    'p/data.json': '{}',
  });
const ugly = [join('p', 'deep', 'ugly_test.rego'), join('p', 'ugly.rego')];

describe('tf policy fmt', () => {
  test('prints what it reads from standard input', async () => {
    const folder = projectFolder({});
    for (const args of [[], ['-']]) {
      const result = await runTf(folder, ['policy', 'fmt', ...args], { input: UGLY });
      assert.deepEqual(result, { code: 0, out: NEAT, err: '' });
    }
  });

  test('prints files', async () => {
    const result = await runTf(project(), ['policy', 'fmt', 'p/ugly.rego', 'p/neat.rego']);
    assert.deepEqual(result, { code: 0, out: NEAT + NEAT, err: '' });
  });

  const listed = `${ugly.join('\n')}\n`;
  const rows: readonly [args: string[], code: number, out: string][] = [
    [['-l', 'p'], 0, listed],
    [['--list', '--fail', 'p'], 2, listed],
    [['--fail', 'p'], 2, listed],
    [['--fail', 'p/neat.rego'], 0, ''],
    [['-d', 'p/ugly.rego'], 0, DIFF],
    [['--diff', '--fail', 'p/ugly.rego'], 2, DIFF],
    [['--json', 'p'], 0, `${JSON.stringify({ files: ugly, errors: [] })}\n`],
    [['--json', '--fail', 'p'], 2, `${JSON.stringify({ files: ugly, errors: [] })}\n`],
  ];
  for (const [args, code, out] of rows) {
    test(args.join(' '), async () => {
      const folder = project();
      assert.deepEqual(await runTf(folder, ['policy', 'fmt', ...args]), { code, out, err: '' });
      assert.equal(readFileSync(join(folder, 'p/ugly.rego'), 'utf8'), UGLY);
    });
  }

  test('-w rewrites files and keeps who may read them', async () => {
    const folder = project();
    const file = join(folder, 'p/ugly.rego');
    chmodSync(file, 0o640);
    const result = await runTf(folder, ['policy', 'fmt', '-w', '-l', 'p']);
    assert.deepEqual(result, { code: 0, out: listed, err: '' });
    assert.equal(readFileSync(file, 'utf8'), NEAT);
    assert.equal(statSync(file).mode & 0o777, 0o640);
    const again = await runTf(folder, ['policy', 'fmt', '-w', '--fail', 'p']);
    assert.deepEqual(again, { code: 0, out: '', err: '' });
  });

  test('writes nothing where a file can not be parsed', async () => {
    const folder = projectFolder({
      'a.rego': UGLY,
      'b.rego': 'package b\np if {\n',
      'c.rego': 'x',
    });
    const result = await runTf(folder, ['policy', 'fmt', '-w', '.']);
    assert.equal(result.code, 1);
    assert.match(result.err, /b\.rego:2:\d+: rego_parse_error/);
    assert.match(result.err, /c\.rego:1:1: rego_parse_error: package expected/);
    assert.equal(readFileSync(join(folder, 'a.rego'), 'utf8'), UGLY);
    const json = await runTf(folder, ['policy', 'fmt', '--json', '.']);
    assert.equal(json.code, 1);
    const { errors } = JSON.parse(json.out);
    assert.deepEqual(
      [errors[0].code, errors[0].file, errors[0].line],
      ['rego_parse_error', 'b.rego', 2],
    );
  });

  test('Rego v0', async () => {
    const input = 'package a\np[x]{x:=1}';
    const folder = projectFolder({});
    const v0 = await runTf(folder, ['policy', 'fmt', '--v0-compatible'], { input });
    assert.deepEqual(v0, { code: 0, out: 'package a\n\np[x] {\n\tx := 1\n}\n', err: '' });
    assert.equal((await runTf(folder, ['policy', 'fmt'], { input })).code, 1);
  });

  test('standard input can not be written, nor can what is not there be read', async () => {
    const written = await runTf(projectFolder({}), ['policy', 'fmt', '-w'], { input: UGLY });
    assert.equal(written.code, 1);
    assert.match(written.err, /standard input/);
    const missing = await runTf(projectFolder({}), ['policy', 'fmt', 'none']);
    assert.equal(missing.code, 1);
    assert.match(missing.err, /none can't be read/);
  });
});
