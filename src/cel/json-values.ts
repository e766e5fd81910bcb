/*
 * From JSON to what CEL evaluates over.
 *
 * Objects become Maps, so that keys such as `constructor` are keys like any other. Numbers with an
 * integral value become CEL ints however they are written (`1`, `1.0`, `1e0`): the caller of a tool
 * must not choose between int and double arithmetic by the way it writes a number.
 */
import { type Json, JsonNumber } from '../base/plain-json.ts';

export type CelJson = null | boolean | number | bigint | string | CelJson[] | CelMapping;
export type CelMapping = Map<string, CelJson>;

/** More values than an honest call has; bounds what converting costs. */
const MAX_VALUES = 100_000;

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
/** The digits of the longest 64-bit integer, with its sign. */
const INT64_CHARACTERS = 20;

function numberValue(value: number): number | bigint {
  return Number.isSafeInteger(value) ? BigInt(value) : value;
}

/** Integers within 64 bits keep every digit; what CEL has no int for is a double. */
function exactValue(text: string): number | bigint {
  if (!/^-?\d+$/.test(text)) return numberValue(Number(text));
  if (text.length > INT64_CHARACTERS) return Number(text);
  const integer = BigInt(text);
  return integer >= INT64_MIN && integer <= INT64_MAX ? integer : Number(text);
}

/** @throws Error when the document has more values than a condition may be asked about */
export function toCelJson(json: Json): CelJson {
  let left = MAX_VALUES;
  const convert = (value: Json): CelJson => {
    left -= 1;
    if (left < 0) throw new Error(`the message has more than ${MAX_VALUES} values`);
    if (typeof value === 'number') return numberValue(value);
    if (value === null || typeof value !== 'object') return value;
    if (value instanceof JsonNumber) return exactValue(value.text);
    if (Array.isArray(value)) return value.map(convert);
    return new Map(Object.entries(value).map(([key, item]) => [key, convert(item)]));
  };
  return convert(json);
}
