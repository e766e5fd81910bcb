/*
 * A policy in OPA's intermediate representation becomes a WebAssembly module: its rules and plans
 * are compiled to functions and appended to the prebuilt runtime. The module speaks OPA's Wasm ABI
 * 1.3, so any OPA host can run it, and has our own entrances beside it.
 */

import { TfError } from '../base/errors.ts';
import type { Func, Policy } from '../ir/plan.ts';
import { verify } from '../ir/verify.ts';
import { hostCallExport, isPublicExport, nativeBuiltinExport, STATIC_BASE } from './abi.ts';
import { callGraph } from './call-graph.ts';
import { documentPaths } from './document-paths.ts';
import {
  entrypointNumbers,
  evalFunction,
  evaluateFunction,
  namesFunction,
  opaEvalFunction,
  startFunction,
  tfEvalFunction,
} from './entry.ts';
import { wordSignature } from './format.ts';
import type { Callee, Unit } from './frame.ts';
import { generateFunction, generatePlan } from './functions.ts';
import { firstNew, functionExport, link, type NewFunction } from './linker.ts';
import type { ReadModule } from './module-reader.ts';
import { loadRuntime } from './runtime-module.ts';
import { exportedFunction, exportedGlobal, resolveServices } from './services.ts';
import { Statics } from './statics.ts';

export interface CompileOptions {
  /** Whether the module may use SIMD instructions; whether this process can run them if absent. */
  readonly simd?: boolean;
  /** False leaves out what counts fuel: to measure what counting costs. */
  readonly metered?: boolean;
}

/** The functions of the module under construction; indexes are given out before bodies exist. */
interface Layout {
  readonly functionIndexes: ReadonlyMap<string, number>;
  readonly firstPlan: number;
  readonly firstEntry: number;
}

function layOut(runtime: ReadModule, { funcs, plans }: Policy): Layout {
  const first = firstNew(runtime).function;
  return {
    functionIndexes: new Map(funcs.map(({ name }, index) => [name, first + index])),
    firstPlan: first + funcs.length,
    firstEntry: first + funcs.length + plans.length,
  };
}

function refuse(message: string): never {
  throw new TfError('tf_policy_invalid', message);
}

function checkPolicy(policy: Policy): void {
  const faults = verify(policy);
  if (faults.length > 0) refuse(faults.map(({ message }) => message).join('\n'));
}

/** How calls of builtins are compiled: to the runtime's implementation, or else to the host's. */
class BuiltinCalls {
  /** The builtins that the host must provide, by their numbers. */
  readonly fromHost = new Map<string, number>();
  private readonly runtime: ReadModule;
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly resolved = new Map<string, Callee>();

  constructor(runtime: ReadModule, policy: Policy) {
    this.runtime = runtime;
    this.numbers = new Map(policy.static.builtinFuncs.map(({ name }, index) => [name, index]));
  }

  resolve(name: string, operands: number): Callee {
    const key = `${name}/${operands}`;
    const callee = this.resolved.get(key) ?? this.find(name, operands);
    this.resolved.set(key, callee);
    return callee;
  }

  private find(name: string, operands: number): Callee {
    const number = this.numbers.get(name);
    if (number === undefined) return refuse(`plan calls unknown function \`${name}\``);
    const native = this.exported(nativeBuiltinExport(name), operands);
    if (native !== undefined) return { leading: [], index: native };
    const host = this.exported(hostCallExport(operands), operands + 2);
    if (host === undefined) return refuse(`builtin \`${name}\` has too many operands: ${operands}`);
    this.fromHost.set(name, number);
    return { leading: [number, 0], index: host };
  }

  private exported(name: string, words: number): number | undefined {
    return exportedFunction(this.runtime, name, wordSignature(words));
  }
}

function functionCallee(func: Func, index: number, operands: number): Callee {
  if (func.params.length === operands) return { leading: [], index };
  const expected = func.params.length;
  return refuse(`function \`${func.name}\` is called with ${operands} operands, not ${expected}`);
}

function createUnit(
  runtime: ReadModule,
  policy: Policy,
  { functionIndexes }: Layout,
  builtins: BuiltinCalls,
  metered: boolean,
): Unit {
  const functions = new Map(policy.funcs.map(func => [func.name, func]));
  return {
    policy,
    metered,
    graph: callGraph(policy),
    paths: documentPaths(policy),
    services: resolveServices(runtime),
    statics: new Statics(STATIC_BASE),
    isFunction: name => functions.has(name),
    callee(name, operands) {
      const func = functions.get(name);
      if (func === undefined) return builtins.resolve(name, operands);
      return functionCallee(func, functionIndexes.get(name)!, operands);
    },
    globals: {
      fuel: exportedGlobal(runtime, 'tf_fuel'),
      depth: firstNew(runtime).global,
      memoPage: exportedGlobal(runtime, 'rt_memo_page'),
    },
  };
}

/** The functions of the plan, in the order of the layout. */
function generateBodies(unit: Unit, memoised: readonly Func[]): readonly NewFunction[] {
  const memoSlots = new Map(memoised.map((func, index) => [func, unit.paths.count + index]));
  const funcs = unit.policy.funcs.map(func =>
    generateFunction(unit, func, {
      memoSlot: memoSlots.get(func),
      guarded: unit.graph.isGuarded(func),
    }),
  );
  return [...funcs, ...unit.policy.plans.map(plan => generatePlan(unit, plan))];
}

/** What hosts call, behind the functions of the plan. */
function generateEntries(
  unit: Unit,
  { firstPlan, firstEntry }: Layout,
  hostBuiltins: ReadonlyMap<string, number>,
): readonly NewFunction[] {
  const plans = unit.policy.plans.map((_, index) => firstPlan + index);
  return [
    evaluateFunction(unit, plans),
    evalFunction(unit, firstEntry),
    opaEvalFunction(unit, firstEntry),
    tfEvalFunction(unit, firstEntry),
    namesFunction(unit, 'builtins', hostBuiltins),
    namesFunction(unit, 'entrypoints', entrypointNumbers(unit.policy)),
  ];
}

/** The module for a policy. @throws TfError `tf_policy_invalid` if the plan cannot be compiled */
export function compileToWasm(
  policy: Policy,
  options: CompileOptions = {},
): Uint8Array<ArrayBuffer> {
  checkPolicy(policy);
  const runtime = loadRuntime(options.simd);
  const layout = layOut(runtime, policy);
  const builtins = new BuiltinCalls(runtime, policy);
  const unit = createUnit(runtime, policy, layout, builtins, options.metered ?? true);
  const memoised = policy.funcs.filter(unit.graph.isMemoised);
  const bodies = generateBodies(unit, memoised);
  const entries = generateEntries(unit, layout, builtins.fromHost);
  const start = startFunction(unit, {
    runtimeStart: runtime.start,
    memoSlots: unit.paths.count + memoised.length,
    segment: firstNew(runtime).segment,
  });
  return link(runtime, {
    functions: [...bodies, ...entries, start],
    globals: [{ mutable: true, value: 0 }],
    exports: entries
      .map(({ name }, index) => functionExport(name, layout.firstEntry + index))
      .filter(({ name }) => isPublicExport(name)),
    segments: [unit.statics.finish()],
    start: layout.firstEntry + entries.length,
    keepsExport: isPublicExport,
  });
}
