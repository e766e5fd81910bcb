/*
 * Known failures, kept so that they can't rot: a case that fails and is not listed is an error, and so
 * is a listed one that passes. The file is a list of reasons, each followed by its cases:
 *
 *   [interpreter, wasm] why these fail in these engines
 *   suite | note
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/package-root.ts';
import type { CaseKind } from './cases.ts';

/** A failure: which engine, which case. */
export interface Failure {
  readonly engine: string;
  readonly id: string;
}

/** Reasons by engine and case. */
export type Ledger = ReadonlyMap<string, string>;

const NOT_EXPLAINED = 'not explained yet';

function key({ engine, id }: Failure): string {
  return `${engine} ${id}`;
}

export function ledgerFile(kind: CaseKind): string {
  const name = kind === 'plans' ? 'plan' : 'rego';
  return join(packageRoot, 'test', 'conformance', `${name}-known-failures.txt`);
}

/** Reads a ledger's text. */
export function parseLedger(text: string): Ledger {
  const ledger = new Map<string, string>();
  let engines: string[] = [];
  let reason = '';
  for (const line of text.split('\n')) {
    const heading = /^\[(.+?)\] (.+)$/.exec(line);
    if (heading !== null) {
      engines = heading[1]!.split(', ');
      reason = heading[2]!;
    } else if (line !== '' && !line.startsWith('#')) {
      for (const engine of engines) ledger.set(key({ engine, id: line }), reason);
    }
  }
  return ledger;
}

/** Failures that are not listed, and listed ones that did not happen among the cases that ran. */
export function audit(
  ledger: Ledger,
  failures: readonly Failure[],
  ran: readonly Failure[],
): { readonly unlisted: readonly Failure[]; readonly stale: readonly string[] } {
  const failing = new Set(failures.map(key));
  const judged = new Set(ran.map(key));
  return {
    unlisted: failures.filter(failure => !ledger.has(key(failure))),
    stale: [...ledger.keys()].filter(entry => judged.has(entry) && !failing.has(entry)),
  };
}

function push(lists: Map<string, string[]>, name: string, item: string): void {
  lists.set(name, [...(lists.get(name) ?? []), item]);
}

/** A ledger of exactly these failures: known reasons are kept. */
export function formatLedger(kind: CaseKind, ledger: Ledger, failures: readonly Failure[]): string {
  const enginesOf = new Map<string, string[]>();
  for (const failure of failures) {
    const reason = ledger.get(key(failure)) ?? NOT_EXPLAINED;
    push(enginesOf, `${failure.id}\n${reason}`, failure.engine);
  }
  const sections = new Map<string, string[]>();
  for (const [idAndReason, engines] of enginesOf) {
    const [id, reason] = idAndReason.split('\n');
    push(sections, `[${engines.join(', ')}] ${reason}`, id!);
  }
  const title = `# Cases of \`${kind}\` that are known to fail, by engine and reason; rewritten by TF_UPDATE=1.`;
  const parts = [...sections]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([heading, ids]) => [heading, ...ids].join('\n'));
  return `${[title, ...parts].join('\n\n')}\n`;
}

export function readLedger(kind: CaseKind): Ledger {
  const file = ledgerFile(kind);
  return parseLedger(existsSync(file) ? readFileSync(file, 'utf8') : '');
}

export function writeLedger(kind: CaseKind, ledger: Ledger, failures: readonly Failure[]): void {
  writeFileSync(ledgerFile(kind), formatLedger(kind, ledger, failures));
}
