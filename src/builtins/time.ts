import { toInteger } from '../value/arithmetic.ts';
import { integerOf } from '../value/decimal.ts';
import { isArray, isNumber, type Value } from '../value/value.ts';
import { type Builtin, type BuiltinContext, define, failure } from './builtin.ts';
import { type Civil, civilOf, inRange, instantOf, UTC, type Zone, zoneOf } from './civil-time.ts';
import { intAt, stringAt, wrongType } from './operand.ts';
import { formatTime, parseTime, RFC3339, RFC3339_NANO } from './time-layout.ts';

interface ZonedTime {
  readonly ns: bigint;
  readonly zone: Zone;
  readonly layout: string;
}

const EXPECTED = 'either number (ns) or [number (ns), string (tz)]';

function text(value: Value): string {
  if (typeof value !== 'string') throw wrongType(1, value, 'string');
  return value;
}

function nanoseconds(value: Value): bigint {
  if (!isNumber(value)) throw wrongType(1, value, 'number');
  const ns = toInteger(value);
  if (ns === undefined || BigInt.asIntN(64, ns) !== ns) throw failure('timestamp too big');
  return ns;
}

/** Nanoseconds, or an array of nanoseconds, a zone and a layout of which the latter may be left out. */
function timeAt(args: readonly Value[], position: number): ZonedTime {
  const operand = args[position - 1]!;
  if (isNumber(operand)) return { ns: nanoseconds(operand), zone: UTC, layout: '' };
  if (!isArray(operand) || operand.length === 0) throw wrongType(1, operand, EXPECTED);
  const [time, zone = '', layout = ''] = operand;
  return { ns: nanoseconds(time!), zone: zoneOf(text(zone)), layout: text(layout) };
}

function civilAt(args: readonly Value[], position: number): Civil {
  const { ns, zone } = timeAt(args, position);
  return civilOf(ns, zone);
}

function format(args: readonly Value[]): Value {
  const { ns, zone, layout } = timeAt(args, 1);
  return formatTime(civilOf(ns, zone), layout === '' ? RFC3339_NANO : layout);
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function addDate(args: readonly Value[]): Value {
  const { ns, zone } = timeAt(args, 1);
  const time = civilOf(ns, zone);
  const sum = {
    ...time,
    year: time.year + intAt(args, 2),
    month: time.month + intAt(args, 3),
    day: time.day + intAt(args, 4),
  };
  return integerOf(instantOf(sum, zone));
}

/** Calendar and clock fields, each borrowing from the next larger one while it is negative. */
function difference(args: readonly Value[]): Value {
  const { ns: first, zone } = timeAt(args, 1);
  const { ns: second } = timeAt(args, 2);
  const [early, late] = first > second ? [second, first] : [first, second];
  const a = civilOf(early, zone);
  const b = civilOf(late, zone);
  const daysInMonth = new Date(Date.UTC(a.year, a.month, 0)).getUTCDate();
  const sizes = [Number.POSITIVE_INFINITY, 12, daysInMonth, 24, 60, 60];
  const fields = (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map(
    field => b[field] - a[field],
  );
  for (let index = 5; index > 0; index--) {
    if (fields[index]! >= 0) continue;
    fields[index]! += sizes[index]!;
    fields[index - 1]! -= 1;
  }
  return fields;
}

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

const DURATION = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/** `1h30m`, `-1.5s`; a bare `0` needs no unit. */
function parseDuration(duration: string): Value {
  if (/^[+-]?0$/.test(duration)) return 0;
  const [, sign, body] = DURATION.exec(duration) ?? [];
  if (body === undefined) throw failure(`time: invalid duration ${JSON.stringify(duration)}`);
  let total = 0n;
  for (const [, whole = '', fraction = '', unit] of body.matchAll(/(\d*)(?:\.(\d*))?([a-zµμ]+)/g)) {
    const size = UNITS.get(unit!)!;
    total += BigInt(whole || '0') * size;
    total += (BigInt(fraction || '0') * size) / 10n ** BigInt(fraction.length);
  }
  return integerOf(inRange(sign === '-' ? -total : total));
}

function now(_: readonly Value[], context: BuiltinContext): Value {
  return integerOf(context.nowNs);
}

export const time: readonly Builtin[] = [
  define('time.now_ns', now),
  define('time.parse_ns', args => integerOf(parseTime(stringAt(args, 1), stringAt(args, 2)))),
  define('time.parse_rfc3339_ns', args => integerOf(parseTime(RFC3339, stringAt(args, 1)))),
  define('time.parse_duration_ns', args => parseDuration(stringAt(args, 1))),
  define('time.date', args => {
    const { year, month, day } = civilAt(args, 1);
    return [year, month, day];
  }),
  define('time.clock', args => {
    const { hour, minute, second } = civilAt(args, 1);
    return [hour, minute, second];
  }),
  define('time.weekday', args => WEEKDAYS[civilAt(args, 1).weekday]!),
  define('time.add_date', addDate),
  define('time.diff', difference),
  define('time.format', format),
];
