/** What the documentation shows is what the product takes, and its tables are the code's. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { ERRORS } from '../../src/base/errors.ts';
import { packageRoot } from '../../src/base/package-root.ts';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { readFixtures } from '../../src/cli/fixtures/fixture-file.ts';
import { INIT_FILES } from '../../src/cli/init-files.ts';
import { parseConfig } from '../../src/gateway/config.ts';
import { EFFECTS, OUTCOMES } from '../../src/policy/decision.ts';
import { parseModule } from '../../src/rego/parse.ts';

const read = (...path: string[]) => readFileSync(join(packageRoot, ...path), 'utf8');

/** The fenced blocks of one language in a Markdown text. */
function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    match => match[1]!,
  );
}

const pages = [
  'README.md',
  ...readdirSync(join(packageRoot, 'docs')).map(name => `docs/${name}`),
].filter(name => name.endsWith('.md'));

for (const page of pages) {
  const text = read(page);
  blocks(text, 'yaml').forEach((block, index) => {
    if (!block.includes('version: 1')) return;
    const isFixture = /^cases:/m.test(block);
    test(`${page}: ${isFixture ? 'fixture' : 'configuration'} ${index + 1} is valid`, () => {
      const source = { name: page, text: block };
      if (isFixture) readFixtures(source);
      else parseConfig(source, packageRoot);
    });
  });
  blocks(text, 'rego').forEach((block, index) => {
    test(`${page}: policy ${index + 1} parses`, () => {
      parseModule(/^package /m.test(block) ? block : `package example\n\n${block}`, page);
    });
  });
  test(`${page}: links lead somewhere`, () => {
    const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(match => match[1]!);
    for (const target of targets) read(...(page.startsWith('docs/') ? ['docs'] : []), target);
  });
}

test('what `tf init` writes is valid', () => {
  for (const { path, text } of INIT_FILES) {
    const source = { name: path, text };
    if (path.endsWith('.fixture.yaml')) readFixtures(source);
    else if (path.endsWith('.yaml')) parseConfig(source, packageRoot);
    else parseModule(text, path);
  }
});

test('docs/errors.md is the error table', () => {
  const rows = Object.entries(ERRORS).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  const page = [
    '# Errors',
    '',
    'Every error of ours has one of these codes. Rego’s carry OPA’s own.',
    '',
    '| code | meaning |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
  if (process.env['TF_UPDATE'] === '1') writeFileSync(join(packageRoot, 'docs', 'errors.md'), page);
  assert.equal(read('docs', 'errors.md'), page);
});

test('words and numbers that others depend on', () => {
  assert.deepEqual([...EFFECTS], ['deny', 'require_approval', 'allow']);
  assert.deepEqual(
    [...OUTCOMES],
    [
      'allowed',
      'denied_by_rule',
      'denied_by_policy',
      'denied_by_default',
      'denied_by_human',
      'approval_pending',
      'approval_expired',
      'killed',
      'refused_malformed',
      'client_gone',
      'upstream_error',
      'policy_error',
      'audit_error',
    ],
  );
  assert.deepEqual(
    { ...EXIT },
    {
      ok: 0,
      failure: 1,
      testsFailed: 2,
      decisionsDiffer: 2,
      notFormatted: 2,
      pinsDiffer: 2,
      usage: 1,
      runConfig: 70,
      runProxy: 71,
      runSpawn: 72,
      runAudit: 73,
    },
  );
});

test('the README names the two commands that the pipeline runs', () => {
  assert.match(read('README.md'), /^ {4}npm ci && npm run demo$/m);
  assert.match(read('README.md'), /^ {4}npm ci && npm test$/m);
});
