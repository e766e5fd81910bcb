/** What the project allows itself, and whether a run kept to it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/base/package-root.ts';
import { ENGINE_HIT, ENGINE_MISS } from './decision/engine.ts';
import { OPA_BUFFER, OPA_OBJECT, OUR_JAVASCRIPT, OUR_LARGE, OUR_VALUES } from './decision/hosts.ts';
import type { Figure } from './figure.ts';
import { FORWARDER, GATEWAY } from './proxy/measurement.ts';
import type { Findings } from './report.ts';

/** One number of a run that has a budget. */
export interface Checked {
  readonly name: string;
  readonly value: number;
  readonly budget: number;
  readonly kept: boolean;
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

/** Times of the hosts, and how much longer OPA's own module takes in npm's host. */
function hostFigures({ hosts = [] }: Findings): Figure[] {
  if (hosts.length === 0) return [];
  const p50 = (name: string) => hosts.find(row => row.name === name)!.p50;
  const time = (budget: string, label: string): Figure => ({
    budget,
    label,
    value: p50(label),
    unit: 'µs',
  });
  const faster = (budget: string, label: string): Figure => ({
    budget,
    label,
    value: p50(label) / p50(OUR_JAVASCRIPT),
    unit: 'x',
    atLeast: true,
  });
  return [
    time('evaluation-values-us', OUR_VALUES),
    time('evaluation-javascript-us', OUR_JAVASCRIPT),
    time('evaluation-10kb-us', OUR_LARGE),
    faster('opa-object-ratio', OPA_OBJECT),
    faster('opa-buffer-ratio', OPA_BUFFER),
  ];
}

function upperBounds(values: Readonly<Record<string, number>>, unit: string): Figure[] {
  return Object.entries(values).map(([budget, value]) => ({ budget, label: budget, value, unit }));
}

/** Every number of a run that has a budget. */
function figuresOf(findings: Findings): Figure[] {
  return [
    ...hostFigures(findings),
    ...upperBounds(engineTimes(findings), 'µs'),
    ...(findings.rego ?? []),
    ...upperBounds(proxyRatios(findings), 'x'),
    ...(findings.streams ?? []),
  ];
}

/** Every number of a run beside its budget. @throws Error if one has none */
export function checkBudgets(findings: Findings): Checked[] {
  const file = join(packageRoot, 'bench', 'budgets.json');
  const budgets = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  return figuresOf(findings).map(figure => {
    const budget = budgets[figure.budget];
    if (budget === undefined) throw new Error(`${file} has no budget for \`${figure.budget}\``);
    const kept = figure.atLeast === true ? figure.value >= budget : figure.value <= budget;
    return { name: figure.budget, value: figure.value, budget, kept };
  });
}
