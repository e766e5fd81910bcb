import assert from 'node:assert/strict';
import test from 'node:test';
import { redactInput } from '../../src/audit/redact.ts';
import { parseJson, stringifyJson } from '../../src/base/plain-json.ts';

const cases: readonly [
  name: string,
  input: string,
  pointers: string[],
  mode: 'redacted' | 'full' | 'none',
  want: string,
  masked: string[],
][] = [
  [
    'a secret key',
    '{"a":{"apiKey":"x","keyboard":"y"}}',
    [],
    'redacted',
    '{"a":{"apiKey":"**masked**","keyboard":"y"}}',
    ['/input/a/apiKey'],
  ],
  [
    'a secret key holding an object',
    '{"credentials":{"user":"u"}}',
    [],
    'redacted',
    '{"credentials":"**masked**"}',
    ['/input/credentials'],
  ],
  ['a secret value', '["Bearer abcdefghijkl"]', [], 'redacted', '["**masked**"]', ['/input/0']],
  [
    'a pointer',
    '{"tool":{"arguments":{"n":1,"m":2}}}',
    ['/tool/arguments/n'],
    'full',
    '{"tool":{"arguments":{"n":"**masked**","m":2}}}',
    ['/input/tool/arguments/n'],
  ],
  [
    'an escaped pointer',
    '{"a/b":{"c~d":1}}',
    ['/a~1b/c~0d'],
    'full',
    '{"a/b":{"c~d":"**masked**"}}',
    ['/input/a~1b/c~0d'],
  ],
  ['a pointer to nothing', '{"a":1}', ['/b/c'], 'full', '{"a":1}', ['/input/b/c']],
  [
    'a pointer into an array',
    '{"a":[1,2]}',
    ['/a/1'],
    'full',
    '{"a":[1,"**masked**"]}',
    ['/input/a/1'],
  ],
  ['no pointer', '{"a":1}', ['a'], 'full', '{"a":1}', []],
  ['full keeps secrets', '{"password":"x"}', [], 'full', '{"password":"x"}', []],
  [
    'none drops the arguments',
    '{"tool":{"name":"t","arguments":{"x":1}}}',
    [],
    'none',
    '{"tool":{"name":"t","arguments":"**masked**"}}',
    ['/input/tool/arguments'],
  ],
  [
    'none drops what prompts and other methods were sent, and masks secrets elsewhere',
    '{"prompt":{"name":"p","arguments":{"x":1}},"params":{"y":2},"http":{"query":{"token":"t"}}}',
    [],
    'none',
    '{"prompt":{"name":"p","arguments":"**masked**"},"params":"**masked**","http":{"query":{"token":"**masked**"}}}',
    ['/input/prompt/arguments', '/input/params', '/input/http/query/token'],
  ],
  [
    'none names only what was there',
    '{"tool":{"name":"t"}}',
    [],
    'none',
    '{"tool":{"name":"t"}}',
    [],
  ],
  ['null is no secret', '{"token":null}', [], 'redacted', '{"token":null}', []],
];

for (const [name, input, pointers, mode, want, masked] of cases) {
  test(`redact: ${name}`, () => {
    const result = redactInput(parseJson(input), pointers, mode);
    assert.equal(stringifyJson(result.value), want);
    assert.deepEqual(result.masked, masked);
  });
}
