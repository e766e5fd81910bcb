import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['time.now_ns()', '1795392000000000000'],
  ['time.parse_rfc3339_ns("2017-06-02T19:00:00.5-07:00")', '1496455200500000000'],
  [
    'time.parse_rfc3339_ns("2262-04-11T23:47:16.854775808-00:00")',
    'eval_builtin_error: time.parse_rfc3339_ns: time outside of valid range',
  ],
  [
    'time.parse_ns("2006-01-02", "2020-02-30")',
    'eval_builtin_error: time.parse_ns: parsing time "2020-02-30": day out of range',
  ],
  ['time.parse_duration_ns("1h2m3.5s")', '3723500000000'],
  ['time.parse_duration_ns("-1.5us")', '-1500'],
  ['time.parse_duration_ns("0")', '0'],
  [
    'time.parse_duration_ns("1")',
    'eval_builtin_error: time.parse_duration_ns: time: invalid duration "1"',
  ],
  [
    'time.parse_duration_ns("9999999h")',
    'eval_builtin_error: time.parse_duration_ns: time outside of valid range',
  ],
  ['time.date(1517814000000000000)', '[2018, 2, 5]'],
  ['time.date([1517814000000000000, "America/Los_Angeles"])', '[2018, 2, 4]'],
  [
    'time.date("x")',
    'eval_type_error: time.date: operand 1 must be either number (ns) or [number (ns), string (tz)] but got string',
  ],
  [
    'time.date([])',
    'eval_type_error: time.date: operand 1 must be either number (ns) or [number (ns), string (tz)] but got array',
  ],
  ['time.date([1, 2])', 'eval_type_error: time.date: operand 1 must be string but got number'],
  ['time.date([1, "Mars/Phobos"])', 'eval_builtin_error: time.date: unknown time zone Mars/Phobos'],
  ['time.date(1e19)', 'eval_builtin_error: time.date: timestamp too big'],
  ['time.date(1.5)', 'eval_builtin_error: time.date: timestamp too big'],
  ['time.clock([1517832000000000000, "America/New_York"])', '[7, 0, 0]'],
  ['time.weekday(1517832000000000000)', '"Monday"'],
  ['time.add_date(1585852421593912000, 3, 9, 12)', '1705257221593912000'],
  ['time.add_date([1583020800000000000, "America/New_York"], 0, 0, 8)', '1583708400000000000'],
  [
    'time.add_date(0, 1000, 0, 0)',
    'eval_builtin_error: time.add_date: time outside of valid range',
  ],
  ['time.diff(1577836800000000000, 1614556799000000000)', '[1, 1, 27, 23, 59, 59]'],
  [
    'time.diff([1614556799000000000, "Asia/Shanghai"], 1577836800000000000)',
    '[1, 1, 30, 23, 59, 59]',
  ],
  ['time.format(1670006453141828752)', '"2022-12-02T18:40:53.141828752Z"'],
  ['time.format([1670006453141828752, "Asia/Kolkata"])', '"2022-12-03T00:10:53.141828752+05:30"'],
  [
    'time.format([1670006453141828752, "Asia/Kolkata", "RFC1123Z"])',
    '"Sat, 03 Dec 2022 00:10:53 +0530"',
  ],
  [
    'time.format([1670006453141828752, "America/New_York", "Mon Jan _2 03:04PM 2006 MST"])',
    '"Fri Dec  2 01:40PM 2022 EST"',
  ],
  ['time.format(-1)', '"1969-12-31T23:59:59.999999999Z"'],
]);
