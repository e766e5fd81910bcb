/**
 * `npm run bench`: measures, and writes docs/benchmarks.md. `--check` fails when a budget is exceeded, `--quick`
 * takes less time, `--only decision`, `--only rego`, `--only proxy` or `--only streams` measures one part; then, and with --quick, no page is
 * written. `--full` evaluates a million times where memory is watched.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../src/base/package-root.ts';
import { checkBudgets } from './budgets.ts';
import { engineContenders } from './decision/engine.ts';
import { hostContenders } from './decision/hosts.ts';
import { measure } from './harness.ts';
import { variedInputs } from './inputs.ts';
import { measureProxies } from './proxy/measurement.ts';
import { streamFigures } from './proxy/streams.ts';
import { regoFigures } from './rego/figures.ts';
import { opaModule } from './rego/opa-module.ts';
import { type Findings, page } from './report.ts';

const PAGE = join(packageRoot, 'docs', 'benchmarks.md');
const INPUTS = 512;

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function decisionFindings(quick: boolean): Promise<Findings> {
  const effort = { slices: quick ? 100 : 400, operations: 48 };
  const documents = variedInputs(INPUTS);
  say('decision: the module in its hosts');
  const { wasm, madeBy } = opaModule();
  const hosts = measure(await hostContenders(documents, wasm), effort);
  say('decision: the engine');
  return { hosts, engine: measure(engineContenders(documents), effort), opa: madeBy };
}

async function proxyFindings(quick: boolean): Promise<Findings> {
  const effort = { rounds: quick ? 5 : 20, requests: 1500 };
  return { proxies: await measureProxies(effort, say) };
}

/** Prints every number beside its budget; whether all are kept. */
function keepsBudgets(findings: Findings): boolean {
  const checked = checkBudgets(findings);
  for (const { name, value, budget, kept } of checked) {
    say(`${kept ? 'kept' : 'MISSED'}: ${name} ${value.toFixed(2)} of ${budget}`);
  }
  return checked.every(({ kept }) => kept);
}

const { values: flags } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
const wanted = (part: string) => flags.only === undefined || flags.only === part;
if (!['decision', 'rego', 'proxy', 'streams'].some(wanted))
  throw new Error('--only takes `decision`, `rego`, `proxy` or `streams`');

const findings: Findings = {
  ...(wanted('decision') && (await decisionFindings(flags.quick))),
  ...(wanted('rego') && { rego: regoFigures(flags.full, say) }),
  ...(wanted('proxy') && (await proxyFindings(flags.quick))),
  ...(wanted('streams') && { streams: await streamFigures(say) }),
};
const text = page(findings);
process.stdout.write(text);
if (flags.only === undefined && !flags.quick) writeFileSync(PAGE, text);
if (!keepsBudgets(findings) && flags.check) process.exitCode = 1;
