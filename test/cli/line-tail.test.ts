import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { followLines, lastLines } from '../../src/cli/line-tail.ts';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'tf-tail-')), 'log');

test('the last lines of a file, and where they end', () => {
  const file = newFile();
  assert.deepEqual(lastLines(file, 5), { lines: [], end: 0 });
  writeFileSync(file, 'a\nb\nc\nhalf');
  assert.deepEqual(lastLines(file, 2), { lines: ['b', 'c'], end: 6 });
  assert.deepEqual(lastLines(file, 0), { lines: [], end: 6 });
});

test('following gives whole lines as they are completed, from a file that may not exist yet', async () => {
  const file = newFile();
  const seen: string[] = [];
  const stop = new AbortController();
  const following = followLines(
    file,
    0,
    line => {
      seen.push(line);
      if (line === 'one') appendFileSync(file, 'tw');
      if (line === 'one') setTimeout(() => appendFileSync(file, 'o\n'), 300);
      if (line === 'two') stop.abort();
    },
    stop.signal,
  );
  writeFileSync(file, 'one\n');
  await following;
  assert.deepEqual(seen, ['one', 'two']);
});
