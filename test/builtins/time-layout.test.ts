import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['time.parse_ns("ANSIC", "Fri Jun  2 19:00:00 2017")', '1496430000000000000'],
  ['time.parse_ns("02 Jan 06 15:04 MST", "02 Jun 69 19:00 GMT+2")', '-18342000000000000'],
  ['time.parse_ns("2006-002", "2020-366")', '1609372800000000000'],
  [
    'time.parse_ns("2006-002", "2021-366")',
    'eval_builtin_error: time.parse_ns: parsing time "2021-366": day-of-year out of range',
  ],
  ['time.parse_ns("Jan 2 3:04pm 2006", "jun 2 12:30am 2017")', '1496363400000000000'],
  [
    'time.parse_ns("15:04:05.000", "1:02:03.45")',
    'eval_builtin_error: time.parse_ns: parsing time "1:02:03.45" as "15:04:05.000": cannot parse ".45" as ".000"',
  ],
  [
    'time.parse_ns("15:04", "25:00")',
    'eval_builtin_error: time.parse_ns: parsing time "25:00": hour out of range',
  ],
  ['time.parse_ns("2006-01-02 15:04:05", "2020-01-01 00:00:00.25")', '1577836800250000000'],
  [
    'time.parse_ns("2006", "2020x")',
    'eval_builtin_error: time.parse_ns: parsing time "2020x" as "2006": extra text: "x"',
  ],
  ['time.parse_ns("2006-01-02T15:04:05-07", "2020-01-01T00:00:00+05")', '1577818800000000000'],
  [
    'time.format([1670006453141828752, "", "Monday January 2 2006 002 __2 3:4:5 pm .000 ,999 -07:00:00"])',
    '"Friday December 2 2022 336 336 6:40:53 pm .141 ,141 +00:00:00"',
  ],
  [
    'time.format([1670006453141828752, "", "20060102 Janx Monx _2006"])',
    '"20221202 Janx Monx _2022"',
  ],
]);
