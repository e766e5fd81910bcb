/*
 * A log that is rotated: `audit.ndjson` is written, `audit.ndjson.1`, `.2`, … are what it was before, the highest
 * number the latest. Numbers only grow, so a file keeps its name and can be shipped elsewhere once.
 */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

interface Segment {
  readonly number: number;
  readonly file: string;
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** The older files of a log, the oldest first. */
function segmentsOf(file: string): readonly Segment[] {
  const folder = dirname(file);
  const start = `${basename(file)}.`;
  return namesIn(folder)
    .filter(name => name.startsWith(start) && /^[1-9]\d{0,8}$/.test(name.slice(start.length)))
    .map(name => ({ number: Number(name.slice(start.length)), file: join(folder, name) }))
    .sort((left, right) => left.number - right.number);
}

/** The files of a log that exist, the oldest first and the one that is written last. */
export function logFiles(file: string): readonly string[] {
  const older = segmentsOf(file).map(segment => segment.file);
  return existsSync(file) ? [...older, file] : older;
}

/** The number that the oldest file of a log has; 1 unless older ones were taken away. */
export function firstSegment(file: string): number {
  return segmentsOf(file)[0]?.number ?? 1;
}

/** The file that was written before the one that is written now. */
export function latestSegment(file: string): string | undefined {
  return segmentsOf(file).at(-1)?.file;
}

/** Gives the log's file the next number, and removes the oldest files so that `keep` remain. */
export function rotate(file: string, keep: number | undefined): void {
  const segments = segmentsOf(file);
  const next = (segments.at(-1)?.number ?? 0) + 1;
  renameSync(file, `${file}.${next}`);
  if (keep === undefined) return;
  const surplus = Math.max(0, segments.length + 1 - keep);
  for (const { file: old } of segments.slice(0, surplus)) rmSync(old, { force: true });
}
