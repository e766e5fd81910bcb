/** What the project allows itself, and whether a run kept to it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/base/package-root.ts';
import { ENGINE_HIT, ENGINE_MISS } from './decision/engine.ts';
import { FORWARDER, GATEWAY } from './proxy/measurement.ts';
import type { Findings } from './report.ts';

/** One number of a run that has a budget. */
export interface Checked {
  readonly name: string;
  readonly value: number;
  readonly budget: number;
}

function engineTimes({ engine = [] }: Findings): Record<string, number> {
  const named: Readonly<Record<string, string>> = {
    [ENGINE_MISS]: 'decision-miss-us',
    [ENGINE_HIT]: 'decision-hit-us',
  };
  return Object.fromEntries(engine.map(({ name, p50 }) => [named[name]!, p50]));
}

function proxyRatios({ proxies = [] }: Findings): Record<string, number> {
  const cpu = (wanted: string) => proxies.filter(({ name }) => name === wanted);
  const ratios = cpu(GATEWAY).map(({ scheme, cpu: ours }) => {
    const bare = cpu(FORWARDER).find(row => row.scheme === scheme)!;
    return [`proxy-cpu-ratio-${scheme}`, ours! / bare.cpu!] as const;
  });
  return Object.fromEntries(ratios);
}

/** Every number of a run beside its budget. @throws Error if one has none */
export function checkBudgets(findings: Findings): Checked[] {
  const file = join(packageRoot, 'bench', 'budgets.json');
  const budgets = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  const values = { ...engineTimes(findings), ...proxyRatios(findings) };
  return Object.entries(values).map(([name, value]) => {
    const budget = budgets[name];
    if (budget === undefined) throw new Error(`${file} has no budget for \`${name}\``);
    return { name, value, budget };
  });
}
