import { dirname } from 'node:path';
import type { Clock } from '../../../base/clock.ts';
import { loadSnapshot } from '../../../gateway/snapshot.ts';
import type { Decide, DecisionChange } from '../../../policy/decision-diff.ts';
import { diffDecisions } from '../../../policy/decision-diff.ts';
import { type Acknowledges, readAcknowledged } from '../../acknowledged-changes.ts';
import { DIFF_REPORTS, type DiffFormat } from '../../diff-reports.ts';
import { EXIT } from '../../exit-codes.ts';
import { loadProject } from '../../load-project.ts';
import { currentVersion, type ProjectVersion, projectVersion } from '../../project-version.ts';
import { readRecordedCalls } from '../../recorded-calls.ts';
import { print } from './options.ts';

export interface DiffOptions {
  readonly config?: string;
  readonly replay?: string;
  readonly format?: DiffFormat;
  readonly json?: boolean;
  /** Which changes make the command fail. */
  readonly failOn: 'allow' | 'opened' | 'any' | 'never';
  readonly acknowledged?: string;
}

const FAILS: Readonly<Record<DiffOptions['failOn'], (change: DecisionChange) => boolean>> = {
  allow: ({ head }) => head === 'allow',
  opened: ({ direction }) => direction === 'opened',
  any: () => true,
  never: () => false,
};

/** Decides as a version of the project does, at any time. */
function deciderOf({ configFile }: ProjectVersion): Decide {
  let nowMs = 0;
  const clock: Clock = { nowMs: () => nowMs, nowNs: () => BigInt(nowMs) * 1_000_000n };
  const { decide } = loadSnapshot({ configFile, folder: dirname(configFile), clock });
  return (input, timeMs) => {
    nowMs = timeMs;
    return decide(input);
  };
}

async function compare(
  base: ProjectVersion,
  head: ProjectVersion,
  options: DiffOptions,
): Promise<void> {
  const isKnown: Acknowledges =
    options.acknowledged === undefined ? () => false : readAcknowledged(options.acknowledged);
  const file = options.replay ?? loadProject(options.config).auditFile;
  const { calls, unreadable } = await readRecordedCalls(file);
  const diff = diffDecisions(calls, deciderOf(base), deciderOf(head));
  const acknowledged = new Set(diff.changes.filter(isKnown));
  const report = DIFF_REPORTS[options.format ?? (options.json === true ? 'json' : 'pretty')];
  print(report({ ...diff, base: base.name, head: head.name, unreadable, acknowledged }));
  const open = diff.changes.filter(change => !acknowledged.has(change));
  if (open.some(FAILS[options.failOn])) process.exitCode = EXIT.decisionsDiffer;
}

/** `tf policy diff`. */
export async function diff(
  baseName: string,
  headName: string | undefined,
  options: DiffOptions,
): Promise<void> {
  const base = projectVersion(baseName, options.config);
  try {
    const head =
      headName === undefined
        ? currentVersion(options.config)
        : projectVersion(headName, options.config);
    try {
      await compare(base, head, options);
    } finally {
      head.dispose();
    }
  } finally {
    base.dispose();
  }
}
