/*
 * What evaluating may cost. CEL always ends, but not soon: conditions are written by people who run
 * the gateway and read by values that whoever calls a tool has chosen, and `args.a.all(x, x in
 * args.b)` is quadratic in them. So every function of the environment pays before it runs, by the
 * size of its operands, and a loop pays for its whole range before it begins. One unit is about the
 * time of one comparison. When the budget is gone the evaluation ends with an error.
 */
import {
  type CelFunc,
  type CelList,
  type CelMap,
  type CelValue,
  isCelList,
  isCelMap,
} from '@bufbuild/cel';

export interface Meter {
  /** Units left; below zero the condition has cost too much. */
  left: number;
}

/** What one evaluation may spend: within a quarter of a second on a slow machine. */
export const BUDGET = 2_000_000;

/** Characters that are compared, copied or hashed in one unit. */
const CHARACTERS_PER_UNIT = 32;
/** What converting one short text costs. */
const PARSING_UNITS = 8;
/** Numbers, times and durations are short when written; parsing longer text costs more than its length. */
const MAX_PARSED_CHARACTERS = 64;

export class OverBudget extends Error {
  override readonly name = 'OverBudget';
  constructor() {
    super('the condition costs too much on this input');
  }
}

/** @throws OverBudget */
export function spend(meter: Meter, units: number): void {
  meter.left -= units;
  if (meter.left < 0) throw new OverBudget();
}

/** The units that reading a value once is worth, without its parts. */
function shallowSize(value: CelValue | undefined): number {
  if (typeof value === 'string') return 1 + value.length / CHARACTERS_PER_UNIT;
  if (value instanceof Uint8Array) return 1 + value.length / CHARACTERS_PER_UNIT;
  return 1;
}

/** Pays for reading a value with all its parts, part by part so that it can't overrun. */
function spendDeep(meter: Meter, value: CelValue | undefined): void {
  spend(meter, shallowSize(value));
  if (isCelList(value)) for (const item of value) spendDeep(meter, item);
  if (isCelMap(value)) for (const item of value.values()) spendDeep(meter, item);
}

function isCollection(value: CelValue | undefined): value is CelList | CelMap {
  return isCelList(value) || isCelMap(value);
}

type Operands = readonly (CelValue | undefined)[];
type Price = (meter: Meter, operands: Operands) => void;

function byLength(meter: Meter, operands: Operands): void {
  spend(
    meter,
    operands.reduce<number>((sum, operand) => sum + shallowSize(operand), 0),
  );
}

function byEquality(meter: Meter, [left]: Operands): void {
  spendDeep(meter, left);
}

/** `value in list` compares the value with each member; a number that is no key, with each key. */
function byMembers(meter: Meter, [value, collection]: Operands): void {
  const isLookup = isCelMap(collection) && typeof value === 'string';
  const members = isLookup || !isCollection(collection) ? 1 : 1 + collection.size;
  if (isCollection(value)) {
    for (let member = 0; member < members; member++) spendDeep(meter, value);
  } else {
    spend(meter, members * shallowSize(value));
  }
}

/** Substring search looks at text × pattern characters in the worst case, 256 at a time. */
function byProduct(meter: Meter, [text, pattern]: Operands): void {
  const length = typeof text === 'string' ? text.length : 0;
  const patternLength = typeof pattern === 'string' ? pattern.length : 0;
  spend(meter, 1 + length / CHARACTERS_PER_UNIT + (length * patternLength) / 4096);
}

function byParsing(meter: Meter, operands: Operands): void {
  const [text] = operands;
  if (typeof text === 'string' && text.length > MAX_PARSED_CHARACTERS) {
    throw new Error(`a text of ${text.length} characters can't be converted`);
  }
  spend(meter, PARSING_UNITS);
}

const PRICES: Readonly<Record<string, Price>> = {
  '_==_': byEquality,
  '_!=_': byEquality,
  '@in': byMembers,
  contains: byProduct,
  int: byParsing,
  uint: byParsing,
  double: byParsing,
  duration: byParsing,
  timestamp: byParsing,
};

/**
 * The same function, paid for before it runs. The price is raised outside of the function's own
 * error handling, so that no `||` can swallow it.
 */
export function metered(func: CelFunc, meter: Meter): CelFunc {
  const price = PRICES[func.name] ?? byLength;
  const call: CelFunc['call'] = (id, target, args) => {
    price(meter, target === undefined ? args : [target, ...args]);
    return func.call(id, target, args);
  };
  return Object.create(func, { call: { value: call } });
}
