import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { watchSources } from '../../src/gateway/watch.ts';

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries++) await sleep(20);
  assert.ok(condition());
}

test('a file, also when a new one is renamed into its place, and anything below a folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tf-watch-'));
  const file = join(folder, 'tameflare.yaml');
  const policies = join(folder, 'policies');
  mkdirSync(join(policies, 'deep'), { recursive: true });
  writeFileSync(file, 'a');
  let changes = 0;
  const watching = watchSources([file], [policies, join(folder, 'absent')], () => {
    changes += 1;
  });
  try {
    for (const change of [
      () => writeFileSync(file, 'b'),
      () => {
        writeFileSync(`${file}.new`, 'c');
        renameSync(`${file}.new`, file);
      },
      () => writeFileSync(file, 'd'),
      () => writeFileSync(join(policies, 'deep', 'x.rego'), 'package x'),
    ]) {
      const before = changes;
      change();
      await until(() => changes > before);
    }
  } finally {
    watching.close();
  }
  await sleep(150);
  const after = changes;
  writeFileSync(file, 'e');
  await sleep(300);
  assert.equal(changes, after, 'closed means closed');
});

test('a burst of changes is told once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tf-watch-'));
  const file = join(folder, 'tameflare.yaml');
  writeFileSync(file, '');
  let changes = 0;
  const watching = watchSources([file], [], () => {
    changes += 1;
  });
  for (let index = 0; index < 5; index++) writeFileSync(file, String(index));
  await until(() => changes > 0);
  await sleep(300);
  watching.close();
  assert.equal(changes, 1);
});
