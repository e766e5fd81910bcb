import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goJson } from '../../src/builtins/go-json.ts';
import { constant } from '../support/builtin-table.ts';

const rows: readonly (readonly [string, string])[] = [
  ['"<a>&\\u2028\\u2029\\"\\n\\u0001"', String.raw`"\u003ca\u003e\u0026\u2028\u2029\"\n\u0001"`],
  ['{"b": 1, "a": {3, 1}, "": null}', '{"":null,"a":[1,3],"b":1}'],
  ['{"ｆ": 1, "😀": 2}', '{"ｆ":1,"😀":2}'],
  ['{[1, "x"]: true, 2: 1.50}', String.raw`{"2":1.50,"[1,\"x\"]":true}`],
];

for (const [value, json] of rows) {
  test(value, () => assert.equal(goJson(constant(value)), json));
}

test('indented: every line but the first begins with the prefix', () => {
  const text = goJson(constant('{"a": [1, []], "b": {}}'), { prefix: '#', indent: '  ' });
  assert.equal(text, '{\n#  "a": [\n#    1,\n#    []\n#  ],\n#  "b": {}\n#}');
});
