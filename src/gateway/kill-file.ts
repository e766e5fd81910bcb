/** What is switched off, in a file of its own: it survives restarts, and running gateways watch it. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, TfError } from '../base/errors.ts';
import type { Kill } from '../policy/kill-switch.ts';
import { replaceFile } from '../store/atomic-file.ts';
import { acquire } from '../store/file-lock.ts';

/** A kill with who set it and when. */
export interface SetKill extends Kill {
  readonly by: string;
  /** RFC 3339. */
  readonly at: string;
}

const SCOPES = ['all', 'agent', 'server', 'tool'];

function isKill(value: unknown): value is SetKill {
  const { scope, name } = (value ?? {}) as Partial<SetKill>;
  const isNamed = typeof name === 'string' && name !== '';
  return SCOPES.includes(scope ?? '') && (scope === 'all' || isNamed);
}

/** @throws TfError `tf_state_folder` when the file is damaged: what it switched off is then not known */
export function readKills(file: string): readonly SetKill[] {
  if (!existsSync(file)) return [];
  try {
    const { kills } = JSON.parse(readFileSync(file, 'utf8')) as { kills: unknown[] };
    if (!kills.every(isKill)) throw new Error('an entry names nothing');
    return kills;
  } catch (cause) {
    const message = `the kill switch \`${file}\` can't be read: ${messageOf(cause)}`;
    throw new TfError('tf_state_folder', message, { cause });
  }
}

function isSame(a: Kill, b: Kill): boolean {
  return a.scope === b.scope && a.name === b.name;
}

function change(file: string, edit: (kills: readonly SetKill[]) => readonly SetKill[]): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const lock = acquire(`${file}.lock`);
  try {
    replaceFile(file, `${JSON.stringify({ kills: edit(readKills(file)) }, undefined, 1)}\n`);
  } finally {
    lock.release();
  }
}

/** Switches something off. */
export function addKill(file: string, kill: SetKill): void {
  change(file, kills => [...kills.filter(other => !isSame(other, kill)), kill]);
}

/** Switches something on again; false when it was not off. */
export function removeKill(file: string, kill: Kill): boolean {
  const had = readKills(file).some(other => isSame(other, kill));
  if (had) change(file, kills => kills.filter(other => !isSame(other, kill)));
  return had;
}
