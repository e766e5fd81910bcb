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
import { LRUCache } from 'lru-cache';
import { RE2JS } from 're2js';
import { callOf, constant, countNodes, type Expr, mapChildren } from './expr.ts';
import { type Meter, metered, spend } from './meter.ts';

const { BOOL, DOUBLE, DYN, INT, STRING, UINT } = CelScalar;
const LIST = listType(DYN);
const MAP = mapType(DYN, DYN);

/** Names that no source text can spell. */
const SCAN = '@scan';
const AT = '@at';
const HAS = '@has';

/** Instructions of a compiled pattern that are tried on one character in one unit. */
const REGEX_STEPS_PER_UNIT = 16;
/** Compiling one character of a pattern, which may stand for a large class. */
const COMPILING_UNITS = 100;
const MAX_PATTERN_CHARACTERS = 1000;
const MAX_PATTERNS = 500;

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

interface Matcher {
  test(text: string): boolean;
}

/** What counted repetitions multiply a compiled pattern by, added up. */
function repetitions(pattern: string): number {
  return [...pattern.matchAll(/\{(?:\d+,)?(\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
}

function compiledPattern(pattern: string, meter: Meter): Matcher {
  if (pattern.length > MAX_PATTERN_CHARACTERS) throw new Error('the pattern is too long');
  spend(meter, pattern.length * (COMPILING_UNITS + repetitions(pattern)));
  const regex = RE2JS.compile(pattern);
  spend(meter, regex.programSize());
  const unitsPerCharacter = 1 + regex.programSize() / REGEX_STEPS_PER_UNIT;
  return {
    test(text) {
      spend(meter, 1 + text.length * unitsPerCharacter);
      return regex.test(text);
    },
  };
}

/** Patterns are nearly always constants of the configuration: compiling one costs more than a match. */
function patternCache(meter: Meter): { compile(pattern: string): Matcher } {
  const compiled = new LRUCache<string, Matcher>({ max: MAX_PATTERNS });
  return {
    compile(pattern) {
      const known = compiled.get(pattern);
      if (known !== undefined) return known;
      const matcher = compiledPattern(pattern, meter);
      compiled.set(pattern, matcher);
      return matcher;
    },
  };
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

function bodyNodes(expr: Expr): number {
  return expr.exprKind.case === 'comprehensionExpr' ? countNodes(expr) : 0;
}

/** The tree with loops, computed indexes and `has` going through our functions. */
export function instrument(expr: Expr): Expr {
  const { exprKind } = expr;
  if (exprKind.case === 'selectExpr' && exprKind.value.testOnly) {
    const field = constant(expr, { case: 'stringValue', value: exprKind.value.field });
    return callOf(expr, HAS, [field, instrument(exprKind.value.operand!)]);
  }
  if (exprKind.case === 'callExpr' && exprKind.value.function === '_[_]') {
    return callOf(expr, AT, exprKind.value.args.map(instrument));
  }
  const mapped = mapChildren(expr, instrument);
  if (mapped.exprKind.case !== 'comprehensionExpr') return mapped;
  const fold = mapped.exprKind.value;
  const nodes = constant(expr, { case: 'int64Value', value: BigInt(bodyNodes(expr)) });
  const iterRange = callOf(expr, SCAN, [fold.iterRange!, nodes]);
  return { ...mapped, exprKind: { ...mapped.exprKind, value: { ...fold, iterRange } } };
}
