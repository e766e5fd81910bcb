/*
 * Instants, and the clock and calendar they show in a time zone. Zone rules are ICU's, through Intl.
 */
import { LRUCache } from 'lru-cache';
import { failure } from './builtin.ts';

const NS_PER_SECOND = 1_000_000_000n;
const INT64 = 1n << 63n;

/** What a calendar and a clock show; `month` 1-12, `weekday` 0 = Sunday, `offset` seconds east. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  readonly weekday: number;
  readonly yearDay: number;
  readonly offset: number;
  readonly zone: string;
}

export interface Zone {
  readonly name: string;
  /** Seconds east of UTC at an instant (in seconds of the epoch). */
  offsetAt(seconds: number): number;
  abbreviationAt(seconds: number): string;
}

export const UTC: Zone = { name: 'UTC', offsetAt: () => 0, abbreviationAt: () => 'UTC' };

const zones = new LRUCache<string, Zone>({ max: 100 });

/** A zone of the tz database; `Local` is UTC, so that no decision depends on the machine. @throws BuiltinError */
export function zoneOf(name: string): Zone {
  if (name === '' || name === 'UTC' || name === 'Local') return UTC;
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = loadZone(name);
  zones.set(name, zone);
  return zone;
}

function loadZone(name: string): Zone {
  if (!/^[A-Za-z][\w+/-]*$/.test(name)) throw failure(`unknown time zone ${name}`);
  try {
    return intlZone(name);
  } catch (error) {
    if (error instanceof RangeError) throw failure(`unknown time zone ${name}`);
    throw error;
  }
}

function intlZone(name: string): Zone {
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const short = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'short' });
  return {
    name,
    offsetAt: seconds => {
      const parts = Object.fromEntries(
        clock.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]),
      );
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
      return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - seconds;
    },
    abbreviationAt: seconds => {
      const parts = short.formatToParts(seconds * 1000);
      return abbreviation(parts.find(part => part.type === 'timeZoneName')?.value ?? '');
    },
  };
}

/** Where ICU has no abbreviation it says `GMT+5:30`; the tz database then has `+0530`. */
function abbreviation(name: string): string {
  const match = /^GMT([+-])(\d{1,2})(?::(\d{2}))?$/.exec(name);
  if (match === null) return name;
  const [, sign, hours, minutes = ''] = match;
  return sign! + hours!.padStart(2, '0') + minutes;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

/** What a zone's clock and calendar show at an instant. */
export function civilOf(ns: bigint, zone: Zone): Civil {
  const seconds = floorDivide(ns, NS_PER_SECOND);
  const offset = zone.offsetAt(Number(seconds));
  const local = new Date((Number(seconds) + offset) * 1000);
  const year = local.getUTCFullYear();
  return {
    year,
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    nanosecond: Number(ns - seconds * NS_PER_SECOND),
    weekday: local.getUTCDay(),
    yearDay: Math.floor((local.getTime() - Date.UTC(year, 0, 1)) / 86_400_000) + 1,
    offset,
    zone: zone.abbreviationAt(Number(seconds)),
  };
}

export type ClockReading = Pick<
  Civil,
  'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'nanosecond'
>;

/** Seconds of the epoch if the reading were UTC; days and months over their range carry on. */
export function secondsOf(reading: ClockReading): number {
  const date = new Date(0);
  date.setUTCFullYear(reading.year, reading.month - 1, reading.day);
  date.setUTCHours(reading.hour, reading.minute, reading.second);
  return date.getTime() / 1000;
}

/** The instant at which a zone shows a reading. @throws BuiltinError outside of 64-bit nanoseconds */
export function instantOf(reading: ClockReading, zone: Zone): bigint {
  const seconds = secondsOf(reading);
  if (!Number.isFinite(seconds)) throw failure('time outside of valid range');
  const guess = zone.offsetAt(seconds);
  const offset = guess === 0 ? 0 : zone.offsetAt(seconds - guess);
  return inRange(BigInt(seconds - offset) * NS_PER_SECOND + BigInt(reading.nanosecond));
}

/** @throws BuiltinError unless the instant fits 64 bits */
export function inRange(ns: bigint): bigint {
  if (ns < -INT64 || ns >= INT64) throw failure('time outside of valid range');
  return ns;
}
