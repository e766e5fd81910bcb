/*
 * What the Rego compiler and its modules cost beside a single decision: scaling with rules, compiling, loading, size,
 * memory. Each number is the lower quartile or median of several, because other work on the machine only adds.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { packageRoot } from '../../src/base/package-root.ts';
import { optimize } from '../../src/ir/optimize/optimize.ts';
import { type CompiledPolicy, compile, load } from '../../src/policy/compiler.ts';
import { compileToWasm } from '../../src/wasm/compile.ts';
import { compileRules, DOCUMENT } from '../decision/policies.ts';
import type { Figure } from '../figure.ts';
import { measure, sink } from '../harness.ts';
import { variedInputs } from '../inputs.ts';
import { quantile } from '../quantile.ts';
import { guardedInputs, guardedRules, mixedRules, tableData } from './rules.ts';

const INPUTS = 512;
const MANY_RULES = 2000;
const FEW_RULES = 20;
const COMPILED_RULES = 200;
const TABLE_BYTES = 1_700_000;

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Milliseconds each run takes. */
function timed(runs: number, run: (index: number) => unknown): number[] {
  return Array.from({ length: runs }, (_, index) => {
    const start = performance.now();
    sink.last = run(index);
    return performance.now() - start;
  });
}

function guarded(rules: number): (index: number) => unknown {
  const compiled = compile({
    modules: { guarded: guardedRules(rules) },
    entrypoints: ['guarded/deny'],
  });
  const policy = load(compiled);
  const inputs = guardedInputs(rules, INPUTS);
  return index => policy.evaluateValue(inputs[index % INPUTS]!);
}

function scaling(): Figure {
  const contenders = [
    { name: 'few', run: guarded(FEW_RULES) },
    { name: 'many', run: guarded(MANY_RULES) },
  ];
  const [few, many] = measure(contenders, { slices: 100, operations: 48 });
  return {
    budget: 'many-rules-ratio',
    label: `a decision over ${MANY_RULES} rules guarded by the tool's name, to one over ${FEW_RULES}`,
    value: many!.p50 / few!.p50,
    unit: 'x',
  };
}

function fuelOverhead(): Figure {
  const policy = compileRules();
  const inputs = variedInputs(INPUTS).map(input => Buffer.from(JSON.stringify(input)));
  const [metered, unmetered] = [true, false].map(counting => {
    const wasm = compileToWasm(optimize(policy.ir), { metered: counting });
    return load(wasm, { data: policy.data });
  });
  const contenders = [metered!, unmetered!].map((loaded, index) => ({
    name: String(index),
    run: (at: number) => loaded.evaluateValue(inputs[at % INPUTS]!, { entrypoint: DOCUMENT }),
  }));
  const [counted, free] = measure(contenders, { slices: 300, operations: 48 });
  return {
    budget: 'fuel-overhead-percent',
    label: 'counting fuel, in a decision over 22 rules',
    value: (counted!.p50 / free!.p50 - 1) * 100,
    unit: '%',
  };
}

function mixed(name: string): CompiledPolicy {
  return compile({
    modules: { mixed: mixedRules(COMPILED_RULES, name) },
    entrypoints: [`${name}/deny`, `${name}/allow`],
  });
}

function warmCompile(): Figure {
  const times = timed(30, index => load(mixed(`warm${index}`)));
  return {
    budget: 'compile-warm-ms',
    label: `${COMPILED_RULES} rules from source to a loaded module, in a process that has compiled before`,
    value: median(times.slice(10)),
    unit: 'ms',
  };
}

/** Milliseconds a process takes that runs a module of this folder, or none. */
function processTime(script: string | undefined): number {
  const args =
    script === undefined ? ['-e', ''] : [join(packageRoot, 'build', 'bench', 'rego', script)];
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - start;
}

function coldCompile(): Figure {
  const runs = Array.from({ length: 9 }, () => ({
    bare: processTime(undefined),
    compiling: processTime('cold.js'),
  }));
  const value =
    median(runs.map(({ compiling }) => compiling)) - median(runs.map(({ bare }) => bare));
  return {
    budget: 'compile-cold-ms',
    label: `the same as a process of its own, over what \`node -e ''\` takes`,
    value,
    unit: 'ms',
  };
}

function smallModule(): Figure[] {
  const small = compile({
    modules: { small: 'package small\n\nallow if input.user == "root"\n' },
    entrypoints: ['small/allow'],
  });
  const module = (index: number) => load(mixed(`load${index}`).wasm());
  const loaded = Array.from({ length: 12 }, (_, index) => mixed(`load${index}`).wasm());
  const loads = timed(loaded.length, index => load(loaded[index]!));
  const input = Buffer.from(JSON.stringify(variedInputs(1)[0]));
  const fresh = Array.from({ length: 12 }, (_, index) => module(index));
  const firsts = timed(fresh.length, index => fresh[index]!.evaluate(input));
  return [
    {
      budget: 'module-kb',
      label: 'the module of one rule',
      value: small.wasm().length / 1024,
      unit: 'KB',
    },
    {
      budget: 'load-ms',
      label: `loading a module of ${COMPILED_RULES} rules`,
      value: median(loads),
      unit: 'ms',
    },
    {
      budget: 'first-evaluation-ms',
      label: 'its first evaluation',
      value: median(firsts),
      unit: 'ms',
    },
  ];
}

function dataLoad(): Figure {
  const data = tableData(TABLE_BYTES);
  const policy = compile({
    modules: { table: 'package table\n\nallow if data.rows[input.at].n == 3\n' },
    entrypoints: ['table/allow'],
  });
  policy.wasm();
  return {
    budget: 'data-load-ms',
    label: `loading a policy with ${(data.length / 1e6).toFixed(1)} MB of data`,
    value: median(timed(15, () => load(policy, { data }))),
    unit: 'ms',
  };
}

function memoryGrowth(evaluations: number): Figure {
  const policy = load(compileRules());
  const inputs = variedInputs(INPUTS).map(input => Buffer.from(JSON.stringify(input)));
  const run = (count: number): void => {
    for (let index = 0; index < count; index++)
      sink.last = policy.evaluate(inputs[index % INPUTS]!, { entrypoint: DOCUMENT });
  };
  run(evaluations / 10);
  const before = process.memoryUsage().rss;
  run(evaluations);
  return {
    budget: 'memory-growth-mb',
    label: `memory that ${evaluations.toLocaleString('en')} evaluations leave behind`,
    value: Math.max(0, process.memoryUsage().rss - before) / 2 ** 20,
    unit: 'MB',
  };
}

/** All of them; `full` evaluates a million times where memory is watched. */
export function regoFigures(full: boolean, say: (text: string) => void): Figure[] {
  const parts: readonly (readonly [name: string, run: () => Figure | Figure[]])[] = [
    ['many rules', scaling],
    ['fuel', fuelOverhead],
    ['compiling', warmCompile],
    ['compiling in a new process', coldCompile],
    ['size and loading', smallModule],
    ['data', dataLoad],
    ['memory', () => memoryGrowth(full ? 1_000_000 : 100_000)],
  ];
  return parts.flatMap(([name, run]) => {
    say(`rego: ${name}`);
    return run();
  });
}
