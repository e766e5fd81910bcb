import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['units.parse_bytes("10KiB")', '10240'],
  ['units.parse_bytes("1.1kb")', '1100'],
  ['units.parse_bytes("2E")', '2000000000000000000'],
  ['units.parse_bytes("6.4e1Gi")', '68719476736'],
  [String.raw`units.parse_bytes("\"5\"")`, '5'],
  ['units.parse_bytes("KB")', 'eval_builtin_error: units.parse_bytes: no byte amount provided'],
  [
    'units.parse_bytes("1 kb")',
    'eval_builtin_error: units.parse_bytes: spaces not allowed in resource strings',
  ],
  [
    'units.parse_bytes("0.0.0")',
    'eval_builtin_error: units.parse_bytes: could not parse byte amount to a number',
  ],
  [
    'units.parse_bytes("1zb")',
    'eval_builtin_error: units.parse_bytes: byte unit zb not recognized',
  ],
  ['units.parse_bytes("1e9999999")', 'eval_builtin_error: units.parse_bytes: exponent too large'],
  ['units.parse("500m")', '0.5000000000'],
  ['units.parse("1M")', '1000000'],
  ['units.parse("10ki")', '10240'],
  ['units.parse("-3.5E2m")', '-0.3500000000'],
  ['units.parse("0.0001m")', '0.0000001000'],
  ['units.parse("1x")', 'eval_builtin_error: units.parse: unit x not recognized'],
  ['units.parse("m")', 'eval_builtin_error: units.parse: no amount provided'],
  ['units.parse(1)', 'eval_type_error: units.parse: operand 1 must be string but got number'],
]);
