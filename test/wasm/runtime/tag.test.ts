import { table } from './harness.ts';

table(
  [
    ['null', 'null'],
    ['true', 'boolean'],
    ['false', 'boolean'],
    ['1', 'number'],
    ['1.5', 'number'],
    ['"a"', 'string'],
    ['[]', 'array'],
    ['{}', 'object'],
    ['set()', 'set'],
  ].map(([value, name]) => ['type_name', [value!], `"${name}"`] as const),
);
