/*
 * Changes of decisions that people have agreed to, in a file beside the policies: one a line, as
 * `deny -> allow github/get_issue`, where server and tool may be patterns; `#` begins a comment.
 */
import { readFileSync } from 'node:fs';
import { messageOf, TfError } from '../base/errors.ts';
import { EFFECTS } from '../policy/decision.ts';
import type { DecisionChange } from '../policy/decision-diff.ts';
import { compileGlob } from '../policy/glob.ts';

export type Acknowledges = (change: DecisionChange) => boolean;

const LINE = /^(\w+)\s*->\s*(\w+)\s+([^/\s]+)\/(\S+)$/;

function isEffect(word: string): boolean {
  return EFFECTS.some(effect => effect === word);
}

function readLine(text: string, place: string): Acknowledges {
  const [, base = '', head = '', server = '', subject = ''] = LINE.exec(text) ?? [];
  if (!isEffect(base) || !isEffect(head)) {
    const wanted = '`deny -> allow SERVER/TOOL`, with the effects deny, require_approval, allow';
    throw new TfError('tf_usage', `${place}: expected ${wanted}`);
  }
  const [servers, subjects] = [compileGlob(server), compileGlob(subject)];
  return change =>
    change.base === base &&
    change.head === head &&
    servers.matches(change.server) &&
    subjects.matches(change.subject);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TfError('tf_usage', `\`${file}\` can't be read: ${messageOf(cause)}`, { cause });
  }
}

/** What a file acknowledges. @throws TfError `tf_usage` with the line */
export function readAcknowledged(file: string): Acknowledges {
  const known = readText(file)
    .split('\n')
    .map(line => line.replace(/(^|\s)#.*$/, '').trim())
    .flatMap((line, index) => (line === '' ? [] : [readLine(line, `${file}:${index + 1}`)]));
  return change => known.some(acknowledges => acknowledges(change));
}
