/*
 * Two versions of a text as a unified diff, which `patch` and `git apply` take.
 */
import { lineDiff } from './line-diff.ts';

/** How many lines around a change are shown. */
const CONTEXT = 3;
const NO_END = '\\ No newline at end of file';

/** A line of the diff: its sign and text, and how many lines of each version are before it. */
interface Line {
  readonly text: string;
  readonly before: number;
  readonly after: number;
}

/** The diff of a file's text; empty if nothing changes. */
export function unifiedDiff(name: string, before: string, after: string): string {
  if (before === after) return '';
  const lines = numbered(changes(linesOf(before), linesOf(after)));
  const hunks = hunksOf(lines).map(([from, to]) => hunk(lines.slice(from, to)));
  return [`--- ${name}`, `+++ ${name}`, ...hunks].join('\n');
}

/** A text's lines; one that ends without a line break is a different line. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  const last = lines.pop();
  return last === '' || last === undefined ? lines : [...lines, `${last}\n${NO_END}`];
}

/** The lines with their signs; what both begin and end with is not compared at length. */
function changes(before: readonly string[], after: readonly string[]): string[] {
  const start = commonStart(before, after);
  const rest = Math.min(before.length, after.length) - start;
  const end = commonStart(before.toReversed().slice(0, rest), after.toReversed().slice(0, rest));
  const middle = lineDiff(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  );
  const same = (lines: readonly string[]) => lines.map(line => ` ${line}`);
  return [
    ...same(before.slice(0, start)),
    ...middle.map(line => line[0] + line.slice(2)),
    ...same(before.slice(before.length - end)),
  ];
}

function commonStart(left: readonly string[], right: readonly string[]): number {
  const differs = left.findIndex((line, index) => line !== right[index]);
  return differs < 0 ? left.length : differs;
}

function numbered(lines: readonly string[]): Line[] {
  let before = 0;
  let after = 0;
  return lines.map(text => {
    const line = { text, before, after };
    if (!text.startsWith('+')) before += 1;
    if (!text.startsWith('-')) after += 1;
    return line;
  });
}

/** Stretches of lines around changes: from and to. */
function hunksOf(lines: readonly Line[]): [number, number][] {
  const hunks: [number, number][] = [];
  lines.forEach(({ text }, index) => {
    if (text.startsWith(' ')) return;
    const from = Math.max(0, index - CONTEXT);
    const to = Math.min(lines.length, index + CONTEXT + 1);
    const last = hunks.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = to;
    else hunks.push([from, to]);
  });
  return hunks;
}

function hunk(lines: readonly Line[]): string {
  const [first] = lines;
  const without = (sign: string) => lines.filter(({ text }) => !text.startsWith(sign)).length;
  const before = range(first?.before ?? 0, without('+'));
  const after = range(first?.after ?? 0, without('-'));
  return [`@@ -${before} +${after} @@`, ...lines.map(({ text }) => text)].join('\n');
}

/** Lines are numbered from 1; no lines are after the one before them. */
function range(before: number, count: number): string {
  return `${count === 0 ? before : before + 1},${count}`;
}
