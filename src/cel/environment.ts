/*
 * The CEL environment that conditions run in: the standard functions of @bufbuild/cel, metered,
 * with these differences:
 *
 * - a key whose value is null is present: `has(args.x)` and `"x" in args` are true for it (CEL
 *   langdef, "Field Selection"; the library says false);
 * - loops and computed indexes go through functions of ours, so that they can be metered;
 * - regular expressions run on re2js, compiled once per pattern.
 */
import {
  type CelEnv,
  type CelFunc,
  type CelMap,
  CelScalar,
  type CelValue,
  celEnv,
  celFunc,
  celList,
  celMethod,
  isCelList,
  isCelMap,
  isCelUint,
  listType,
  mapType,
} from '@bufbuild/cel';
import { AT, HAS, SCAN } from './instrument.ts';
import { type Meter, metered, spend } from './meter.ts';
import { patternCache } from './patterns.ts';

const { BOOL, DOUBLE, DYN, INT, STRING, UINT } = CelScalar;
const LIST = listType(DYN);
const MAP = mapType(DYN, DYN);

function hasKey(key: Parameters<CelMap['get']>[0], map: CelMap): boolean {
  return map.get(key) !== undefined;
}

function codePoints(text: string): bigint {
  let count = 0n;
  for (const _ of text) count += 1n;
  return count;
}

function has(field: string, value: CelValue): boolean {
  if (!isCelMap(value)) throw new Error(`\`has\` needs a map to look for \`${field}\` in`);
  return hasKey(field, value);
}

/** Pays for every element times what the loop's body has to do. */
function scan(meter: Meter, range: CelValue, bodyNodes: bigint): CelValue {
  if (isCelList(range) || isCelMap(range)) spend(meter, range.size * Number(bodyNodes));
  return range;
}

/** A missing key that is a number makes the library look at every key. */
function at(meter: Meter, collection: CelValue, key: CelValue): CelValue {
  if (isCelMap(collection)) {
    spend(meter, typeof key === 'string' ? 1 : 1 + collection.size);
    const value = isMapKey(key) ? collection.get(key) : undefined;
    if (value === undefined) throw new Error('no such key');
    return value;
  }
  if (!isCelList(collection)) throw new Error('only lists and maps have elements');
  const index = Number(isCelUint(key) ? key.value : key);
  const value = Number.isInteger(index) ? collection.get(index) : undefined;
  if (value === undefined) throw new Error('no such index');
  return value;
}

function isMapKey(key: CelValue): key is Parameters<CelMap['get']>[0] {
  return ['string', 'bigint', 'boolean', 'number'].includes(typeof key) || isCelUint(key);
}

/** Copied, because a chain of views would make reading it quadratic. */
function concatenate(meter: Meter, left: Iterable<CelValue>, right: Iterable<CelValue>) {
  const items = [...left, ...right];
  spend(meter, items.length);
  return celList(items);
}

function ownFunctions(meter: Meter): CelFunc[] {
  return [
    celFunc(SCAN, [DYN, INT], DYN, (range, nodes) => scan(meter, range, nodes)),
    celFunc(AT, [DYN, DYN], DYN, (collection, key) => at(meter, collection, key)),
    celFunc(HAS, [STRING, DYN], BOOL, has),
    celFunc('_+_', [LIST, LIST], LIST, (left, right) => concatenate(meter, left, right)),
    celFunc('size', [STRING], INT, codePoints),
    celMethod('size', STRING, [], INT, function () {
      return codePoints(this);
    }),
    ...[STRING, DOUBLE, INT, BOOL, UINT].map(key => celFunc('@in', [key, MAP], BOOL, hasKey)),
  ];
}

/** An environment and the meter its functions spend from; evaluations share it one after another. */
export interface MeteredEnvironment {
  readonly env: CelEnv;
  readonly meter: Meter;
  /** The functions a person can call, for checking names and operands. */
  readonly functions: readonly CelFunc[];
}

export function createEnvironment(): MeteredEnvironment {
  const meter: Meter = { left: 0 };
  const standard = celEnv({ funcs: ownFunctions(meter), re2: patternCache(meter) });
  const functions = [...standard.funcs].map(func => metered(func, meter));
  return { env: celEnv({ funcs: functions }), meter, functions };
}
