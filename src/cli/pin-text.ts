/** Pins for people: one line a tool, and what changed in a definition line by line. */
import { type Json, type JsonObject, prettyJson } from '../base/plain-json.ts';
import { DEFINING } from '../mcp/definition.ts';
import type { PinEntry } from '../mcp/tool-lock.ts';
import { briefDiff } from './line-diff.ts';
import { printable } from './printable.ts';

/** `changed   get_issue  https://…`. */
export function pinLine({ state, server, tool }: PinEntry): string {
  return printable(`${state.padEnd(8)}  ${tool}  ${server}`);
}

function linesOf(value: Json | undefined): string[] {
  if (value === undefined) return [];
  const text = typeof value === 'string' ? value : prettyJson(value);
  return text.split('\n').map(printable);
}

function fieldDiff(field: string, before: JsonObject, after: JsonObject): string[] {
  const [old, now] = [linesOf(before[field]), linesOf(after[field])];
  if (old.join('\n') === now.join('\n')) return [];
  return [`  ${field}`, ...briefDiff(old, now).map(line => `    ${line}`)];
}

/** What a definition was and is, field by field. */
export function pinDiff(entry: PinEntry): string {
  const before = entry.accepted?.definition ?? {};
  const after = entry.state === 'removed' ? {} : (entry.seen?.definition ?? before);
  const fields = DEFINING.filter(field => field !== 'name');
  return [pinLine(entry), ...fields.flatMap(field => fieldDiff(field, before, after))].join('\n');
}
