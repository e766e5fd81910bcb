import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { rotate } from '../../src/audit/segments.ts';
import { followLines, logLines } from '../../src/cli/line-tail.ts';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'tf-tail-')), 'log');

test('the whole lines of a log, and where they end', () => {
  const file = newFile();
  assert.deepEqual(logLines(file), { lines: [], place: { inode: 0, offset: 0 } });
  writeFileSync(file, 'a\nb\nhalf');
  const { lines, place } = logLines(file);
  assert.deepEqual(lines, ['a', 'b']);
  assert.equal(place.offset, 4);
});

test('a log that was rotated is read from its oldest file on', () => {
  const file = newFile();
  writeFileSync(`${file}.2`, 'b\n');
  writeFileSync(`${file}.10`, 'c\n');
  writeFileSync(`${file}.1`, 'a\n');
  writeFileSync(`${file}.bak`, 'x\n');
  writeFileSync(file, 'd\n');
  assert.deepEqual(logLines(file).lines, ['a', 'b', 'c', 'd']);
});

test('following goes on in the new file when a log is rotated, and loses no line of the old one', async () => {
  const file = newFile();
  writeFileSync(file, 'old\n');
  const seen: string[] = [];
  const stop = new AbortController();
  const { place } = logLines(file);
  appendFileSync(file, 'late\n');
  rotate(file, undefined);
  writeFileSync(file, 'new\n');
  const each = (line: string) => {
    seen.push(line);
    if (line === 'new') appendFileSync(file, 'newer\n');
    if (line === 'newer') stop.abort();
  };
  await followLines(file, place, each, stop.signal);
  assert.deepEqual(seen, ['late', 'new', 'newer']);
});

test('following gives whole lines as they are completed, from a file that may not exist yet', async () => {
  const file = newFile();
  const seen: string[] = [];
  const stop = new AbortController();
  const following = followLines(
    file,
    logLines(file).place,
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
