/*
 * Go's time layouts: a layout is the reference time `Mon Jan 2 15:04:05 MST 2006` written the way
 * times are to be written. Everything that is no part of the reference time stands for itself.
 */
import { goQuote } from '../value/go-quote.ts';
import { failure } from './builtin.ts';
import { type Civil, type ClockReading, inRange, secondsOf } from './civil-time.ts';

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** Layouts that have a name. */
const NAMED: Readonly<Record<string, string>> = {
  ANSIC: 'Mon Jan _2 15:04:05 2006',
  UnixDate: 'Mon Jan _2 15:04:05 MST 2006',
  RubyDate: 'Mon Jan 02 15:04:05 -0700 2006',
  RFC822: '02 Jan 06 15:04 MST',
  RFC822Z: '02 Jan 06 15:04 -0700',
  RFC850: 'Monday, 02-Jan-06 15:04:05 MST',
  RFC1123: 'Mon, 02 Jan 2006 15:04:05 MST',
  RFC1123Z: 'Mon, 02 Jan 2006 15:04:05 -0700',
  RFC3339: '2006-01-02T15:04:05Z07:00',
  RFC3339Nano: '2006-01-02T15:04:05.999999999Z07:00',
};

export const RFC3339 = NAMED['RFC3339']!;
export const RFC3339_NANO = NAMED['RFC3339Nano']!;

function layoutOf(layout: string): string {
  return Object.hasOwn(NAMED, layout) ? NAMED[layout]! : layout;
}

const PARTS = new RegExp(
  [
    'January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST',
    '0[1-6]|002|15|1|2006|2|__2|_2(?!006)|3|4|5|PM|pm',
    '[-Z]070000|[-Z]07:00:00|[-Z]0700|[-Z]07:00|[-Z]07',
    '[.,](?:0+|9+)(?!\\d)',
  ].join('|'),
  'g',
);

interface Piece {
  readonly text: string;
  /** Whether it is a part of the reference time. */
  readonly isPart: boolean;
}

function pieces(layout: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of layout.matchAll(PARTS)) {
    if (match.index > at) found.push({ text: layout.slice(at, match.index), isPart: false });
    found.push({ text: match[0], isPart: true });
    at = match.index + match[0].length;
  }
  if (at < layout.length) found.push({ text: layout.slice(at), isPart: false });
  return found;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function offsetText(offset: number, part: string): string {
  if (part.startsWith('Z') && offset === 0) return 'Z';
  const size = Math.abs(offset);
  const colon = part.includes(':') ? ':' : '';
  const fields = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  const count = (part.replaceAll(':', '').length - 1) / 2;
  return (offset < 0 ? '-' : '+') + fields.slice(0, count).map(twoDigits).join(colon);
}

function fractionText(nanosecond: number, part: string): string {
  const digits = String(nanosecond)
    .padStart(9, '0')
    .slice(0, part.length - 1)
    .padEnd(part.length - 1, '0');
  if (part[1] === '0') return part[0] + digits;
  const trimmed = digits.replace(/0+$/, '');
  return trimmed === '' ? '' : part[0] + trimmed;
}

const FORMATS: Readonly<Record<string, (time: Civil) => string>> = {
  January: time => MONTHS[time.month - 1]!,
  Jan: time => MONTHS[time.month - 1]!.slice(0, 3),
  Monday: time => DAYS[time.weekday]!,
  Mon: time => DAYS[time.weekday]!.slice(0, 3),
  MST: time => time.zone,
  '01': time => twoDigits(time.month),
  '1': time => String(time.month),
  '02': time => twoDigits(time.day),
  _2: time => String(time.day).padStart(2),
  '2': time => String(time.day),
  '002': time => String(time.yearDay).padStart(3, '0'),
  __2: time => String(time.yearDay).padStart(3),
  '03': time => twoDigits(time.hour % 12 || 12),
  '3': time => String(time.hour % 12 || 12),
  '15': time => twoDigits(time.hour),
  '04': time => twoDigits(time.minute),
  '4': time => String(time.minute),
  '05': time => twoDigits(time.second),
  '5': time => String(time.second),
  '06': time => twoDigits(time.year % 100),
  '2006': time => String(time.year).padStart(4, '0'),
  PM: time => (time.hour >= 12 ? 'PM' : 'AM'),
  pm: time => (time.hour >= 12 ? 'pm' : 'am'),
};

/** A time written after a layout or a layout's name. */
export function formatTime(time: Civil, layout: string): string {
  return pieces(layoutOf(layout))
    .map(({ text, isPart }) => {
      if (!isPart) return text;
      if (/^[.,]/.test(text)) return fractionText(time.nanosecond, text);
      if (/^[-Z]/.test(text)) return offsetText(time.offset, text);
      return FORMATS[text]!(time);
    })
    .join('');
}

type Field = keyof ClockReading | 'offset' | 'yearDay' | 'half';

/** `yearDay` and `half` (0 = before noon, 1 = after) are absent unless read. */
type Fields = Record<keyof ClockReading | 'offset', number> & { yearDay?: number; half?: number };

/** Reads one part off the front of `value`: what is left, or undefined if it does not fit. */
type Read = (value: string, fields: Fields) => string | undefined;

function number(pattern: RegExp, field: Field, from = (value: number) => value): Read {
  return (value, fields) => {
    const match = pattern.exec(value);
    if (match === null) return undefined;
    fields[field] = from(Number(match[0]));
    return value.slice(match[0].length);
  };
}

/** One of some names, cut to a length; the field gets its index and `base`. */
function name(names: readonly string[], length: number, field?: Field, base = 0): Read {
  return (value, fields) => {
    const lower = value.toLowerCase();
    const index = names.findIndex(item => lower.startsWith(item.slice(0, length).toLowerCase()));
    if (index < 0) return undefined;
    if (field !== undefined) fields[field] = index + base;
    return value.slice(names[index]!.slice(0, length).length);
  };
}

const ONE_OR_TWO = /^\d{1,2}/;
const TWO = /^\d{2}/;

function halfOfDay(halves: readonly string[]): Read {
  return (value, fields) => {
    const half = halves.indexOf(value.slice(0, 2));
    if (half < 0) return undefined;
    fields.half = half;
    return value.slice(2);
  };
}

/** Abbreviations other than UTC name no known offset: they are taken as UTC, save `GMT+3`. */
const zoneName: Read = (value, fields) => {
  const match = /^(?:GMT([+-]\d{1,2})|[+-]\d{2}|[A-Z]{3,5})/.exec(value);
  if (match === null) return undefined;
  if (match[1] !== undefined) fields.offset = Number(match[1]) * 3600;
  return value.slice(match[0].length);
};

/** Two digits are a year from 1969 to 2068. */
const fullYear = (year: number) => (year >= 69 ? 1900 + year : 2000 + year);

const READS: Readonly<Record<string, Read>> = {
  January: name(MONTHS, 9, 'month', 1),
  Jan: name(MONTHS, 3, 'month', 1),
  Monday: name(DAYS, 9),
  Mon: name(DAYS, 3),
  MST: zoneName,
  '01': number(TWO, 'month'),
  '1': number(ONE_OR_TWO, 'month'),
  '02': number(TWO, 'day'),
  _2: number(/^ ?\d{1,2}/, 'day'),
  '2': number(ONE_OR_TWO, 'day'),
  '002': number(/^\d{3}/, 'yearDay'),
  __2: number(/^ {0,2}\d{1,3}/, 'yearDay'),
  '03': number(TWO, 'hour'),
  '3': number(ONE_OR_TWO, 'hour'),
  '15': number(ONE_OR_TWO, 'hour'),
  '04': number(TWO, 'minute'),
  '4': number(ONE_OR_TWO, 'minute'),
  '05': number(TWO, 'second'),
  '5': number(ONE_OR_TWO, 'second'),
  '06': number(TWO, 'year', fullYear),
  '2006': number(/^\d{4}/, 'year'),
  PM: halfOfDay(['AM', 'PM']),
  pm: halfOfDay(['am', 'pm']),
};

function readOffset(value: string, part: string, fields: Fields): string | undefined {
  if (part.startsWith('Z') && value.startsWith('Z')) return value.slice(1);
  const shape = part.slice(1).replace(/\d\d/g, '(\\d\\d)');
  const match = new RegExp(`^([+-])${shape}`).exec(value);
  if (match === null) return undefined;
  const [text, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  if (Number(hours) > 24 || Number(minutes) > 60 || Number(seconds) > 60) return undefined;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  fields.offset = sign === '-' ? -size : size;
  return value.slice(text.length);
}

/** `.000` wants just as many digits, `.999` takes any number, also none. */
function readFraction(value: string, part: string, fields: Fields): string | undefined {
  const match = /^[.,](\d+)/.exec(value);
  if (part[1] === '0') {
    const digits = match?.[1]?.slice(0, part.length - 1) ?? '';
    if (digits.length < part.length - 1) return undefined;
    fields.nanosecond = Number(digits.padEnd(9, '0').slice(0, 9));
    return value.slice(part.length);
  }
  if (match === null) return value;
  fields.nanosecond = Number(match[1]!.padEnd(9, '0').slice(0, 9));
  return value.slice(match[0].length);
}

const isSeconds = (part: string) => part === '05' || part === '5';

function readPart(value: string, part: string, next: string | undefined, fields: Fields) {
  if (/^[.,]/.test(part)) return readFraction(value, part, fields);
  if (/^[-Z]/.test(part)) return readOffset(value, part, fields);
  const rest = READS[part]!(value, fields);
  const hasOwnFraction = next !== undefined && /^[.,][09]/.test(next);
  if (rest === undefined || !isSeconds(part) || hasOwnFraction) return rest;
  return readFraction(rest, '.9', fields);
}

/** Spaces in a layout stand for any number of them. */
function skipLiteral(value: string, literal: string): string | undefined {
  let rest = value;
  for (const character of literal) {
    if (character === ' ') {
      if (rest !== '' && rest[0] !== ' ') return undefined;
      rest = rest.replace(/^ +/, '');
    } else {
      if (!rest.startsWith(character)) return undefined;
      rest = rest.slice(character.length);
    }
  }
  return rest;
}

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function hourOf(fields: Fields): number {
  if (fields.half === 1 && fields.hour < 12) return fields.hour + 12;
  return fields.half === 0 && fields.hour === 12 ? 0 : fields.hour;
}

/** The first field that is out of its range. */
function outOfRange(fields: Fields): string | undefined {
  if (fields.month < 1 || fields.month > 12) return 'month';
  if (fields.day < 1 || fields.day > daysIn(fields.year, fields.month)) return 'day';
  if (fields.hour > 23 || (fields.half !== undefined && fields.hour > 12)) return 'hour';
  if (fields.minute > 59) return 'minute';
  if (fields.second > 59) return 'second';
  const days = daysIn(fields.year, 2) + 337;
  const { yearDay } = fields;
  return yearDay !== undefined && (yearDay < 1 || yearDay > days) ? 'day-of-year' : undefined;
}

/** A day of the year is a day of January that carries on. */
function nanoseconds(fields: Fields): bigint {
  const date = fields.yearDay === undefined ? {} : { month: 1, day: fields.yearDay };
  const seconds = secondsOf({ ...fields, ...date, hour: hourOf(fields) }) - fields.offset;
  return inRange(BigInt(seconds) * 1_000_000_000n + BigInt(fields.nanosecond));
}

/** Nanoseconds since the epoch of a time written after a layout. @throws BuiltinError */
export function parseTime(layout: string, value: string): bigint {
  const list = pieces(layoutOf(layout));
  const fields: Fields = {
    year: 0,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    nanosecond: 0,
    offset: 0,
  };
  const complaint = `parsing time ${goQuote(value)} as ${goQuote(layoutOf(layout))}`;
  let rest = value;
  for (const [index, { text, isPart }] of list.entries()) {
    const next = list[index + 1]?.text;
    const left = isPart ? readPart(rest, text, next, fields) : skipLiteral(rest, text);
    if (left === undefined) {
      throw failure(`${complaint}: cannot parse ${goQuote(rest)} as ${goQuote(text)}`);
    }
    rest = left;
  }
  if (rest !== '') throw failure(`${complaint}: extra text: ${goQuote(rest)}`);
  const wrong = outOfRange(fields);
  if (wrong !== undefined) throw failure(`parsing time ${goQuote(value)}: ${wrong} out of range`);
  return nanoseconds(fields);
}
