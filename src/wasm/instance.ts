/*
 * One WebAssembly instance of a policy, with its memory and what the host knows of it. An instance
 * that trapped is in an unknown state and is thrown away; one that ended by `opa_abort` is not,
 * because every evaluation begins by setting the arena back.
 */

import { randomBytes } from 'node:crypto';
import { type MaybeValue, RegoObject } from '../value/value.ts';
import { failureOf } from './evaluation-error.ts';
import { type PolicyExports, policyExports } from './instance-exports.ts';
import { MemoryView } from './memory-view.ts';
import { SlotReader } from './slot-reader.ts';
import { SlotWriter } from './slot-writer.ts';
import { type Module, WebAssembly } from './web-assembly.ts';

/** Pages that an instance starts with: the runtime's data, a policy's, and a small evaluation. */
const INITIAL_PAGES = 16;

export interface Instance {
  readonly exports: PolicyExports;
  readonly view: MemoryView;
  readonly reader: SlotReader;
  readonly writer: SlotWriter;
}

/** Answers calls of the builtins that the module does not have itself. */
export type CallHost = (number: number, operands: readonly MaybeValue[]) => MaybeValue;

/** Makes an instance with an empty data document. @throws TfError if the module is not one of ours */
export function createInstance(module: Module, maximumPages: number, callHost: CallHost): Instance {
  const initial = Math.min(INITIAL_PAGES, maximumPages);
  const memory = new WebAssembly.Memory({ initial, maximum: maximumPages });
  const view = new MemoryView(memory);
  const reader = new SlotReader(view);
  const opa_abort = (address: number): never => {
    throw failureOf(reader.readTerminated(address));
  };
  const call = (number: number, _context: number, ...operands: readonly number[]): number =>
    writer.write(
      callHost(
        number,
        operands.map(address => reader.read(address)),
      ),
    );
  const env = {
    memory,
    opa_abort,
    opa_builtin0: call,
    opa_builtin1: call,
    opa_builtin2: call,
    opa_builtin3: call,
    opa_builtin4: call,
  };
  const exports = policyExports(new WebAssembly.Instance(module, { env }).exports);
  const writer = new SlotWriter(view, exports);
  exports.tf_seed(randomBytes(8).readBigInt64LE());
  return { exports, view, reader, writer };
}

/** An object of numbers, as `builtins` and `entrypoints` give them. */
export function readNumbers(
  { reader }: Pick<Instance, 'reader'>,
  address: number,
): ReadonlyMap<string, number> {
  const object = reader.read(address);
  if (!(object instanceof RegoObject)) throw new Error('the module gives no object of numbers');
  return new Map(object.entries().map(({ key, value }) => [String(key), Number(value)]));
}
