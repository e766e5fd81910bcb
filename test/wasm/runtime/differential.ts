/** Holds native builtins against those in TypeScript. */
import assert from 'node:assert/strict';
import fc, { type Arbitrary } from 'fast-check';
import { BuiltinError } from '../../../src/builtins/builtin.ts';
import { builtins } from '../../../src/builtins/registry.ts';
import { builtinDeclarations } from '../../../src/ir/declarations.ts';
import type { Type } from '../../../src/ir/type.ts';
import { RegoObject, RegoSet, Undefined, type Value } from '../../../src/value/value.ts';
import { anyNumber, anyString, anyValue } from './arbitrary.ts';
import { callBuiltin, notation, testBoth } from './harness.ts';

function ofType(type: Type): Arbitrary<Value> {
  switch (type.kind) {
    case 'number':
      return anyNumber;
    case 'string':
      return anyString;
    case 'array':
      return fc.array(ofType(type.of), { maxLength: 10 });
    case 'set':
      return fc.array(ofType(type.of), { maxLength: 10 }).map(members => RegoSet.of(members));
    case 'object':
      return fc
        .array(fc.tuple(ofType(type.key), ofType(type.value)), { maxLength: 10 })
        .map(RegoObject.of);
    case 'union':
      return fc.oneof(...type.of.map(ofType));
    default:
      return anyValue;
  }
}

/** Mostly operands of the declared types. */
function operandsOf(name: string): Arbitrary<Value[]> {
  const { args } = builtinDeclarations.get(name)!;
  const operand = (type: Type) =>
    fc.oneof({ weight: 12, arbitrary: ofType(type) }, { weight: 1, arbitrary: anyValue });
  return fc.tuple(...args.map(operand));
}

const context = { nowNs: 0n, random: () => 0, env: {}, cache: new Map<string, unknown>() };

function callReference(name: string, operands: readonly Value[]): string {
  try {
    const value = builtins.get(name)!.call(operands, context);
    return value === Undefined ? 'undefined' : notation(value);
  } catch (error) {
    assert(error instanceof BuiltinError, String(error));
    return `ERROR ${error.code}: ${error.message}`;
  }
}

/** Tests that native builtins answer what the TypeScript ones answer, errors included. */
export function agree(names: readonly string[], operands?: Arbitrary<Value[]>): void {
  for (const name of names) {
    testBoth(`${name} agrees with the builtin in TypeScript`, runtime => {
      fc.assert(
        fc.property(operands ?? operandsOf(name), values => {
          const actual = callBuiltin(runtime, name, values.map(notation));
          assert.equal(actual, callReference(name, values));
        }),
        { numRuns: 60 },
      );
    });
  }
}
