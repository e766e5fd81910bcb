import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseJson } from '../../src/base/plain-json.ts';
import { toCelJson } from '../../src/cel/json-values.ts';

describe('JSON for conditions', () => {
  const table: readonly (readonly [json: string, value: unknown])[] = [
    ['null', null],
    ['true', true],
    ['"x"', 'x'],
    ['1', 1n],
    ['-0', 0n],
    ['1.0', 1n],
    ['1e2', 100n],
    ['1.5', 1.5],
    ['9007199254740993', 9007199254740993n],
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
    ['9223372036854775808', 2 ** 63],
    ['1e400', Number.POSITIVE_INFINITY],
    [`1${'0'.repeat(400)}`, Number.POSITIVE_INFINITY],
    ['0.1000', 0.1],
    ['[1, [2]]', [1n, [2n]]],
    ['{"a": {"b": 1}}', new Map([['a', new Map([['b', 1n]])]])],
    [
      '{"__proto__": 1, "constructor": 2}',
      new Map([
        ['__proto__', 1n],
        ['constructor', 2n],
      ]),
    ],
  ];
  for (const [json, value] of table) {
    it(json.slice(0, 40), () => assert.deepEqual(toCelJson(parseJson(json)), value));
  }

  it('is bounded', () => {
    assert.throws(() => toCelJson(new Array(100_001).fill(0)), /more than 100000 values/);
  });
});
