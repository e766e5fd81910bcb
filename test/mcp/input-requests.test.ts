import assert from 'node:assert/strict';
import test from 'node:test';
import { parseJson } from '../../src/base/plain-json.ts';
import { inputRequestsOf } from '../../src/mcp/input-requests.ts';

/** `method:id …`, `nothing`, or the fault. */
function summary(text: string): string {
  const asked = inputRequestsOf(parseJson(text));
  if (asked === undefined) return 'nothing';
  if ('kind' in asked) return asked.message;
  return asked.map(({ method, id }) => `${method}:${id}`).join(' ');
}

const cases: readonly [result: string, want: string][] = [
  ['{"content":[]}', 'nothing'],
  ['{"resultType":"input_required","requestState":"s"}', 'nothing'],
  ['[1]', 'nothing'],
  [
    '{"inputRequests":{"a":{"method":"elicitation/create","params":{"x":1}},"b":{"method":"roots/list"}}}',
    'elicitation/create:a roots/list:b',
  ],
  [
    '{"inputRequests":{"__proto__":{"method":"sampling/createMessage"}}}',
    'sampling/createMessage:__proto__',
  ],
  ['{"inputRequests":[]}', '`inputRequests` must be an object'],
  ['{"inputRequests":null}', '`inputRequests` must be an object'],
  ['{"inputRequests":{"a":{"params":{}}}}', '`inputRequests.a` is no request'],
  ['{"inputRequests":{"a":{"method":"m","params":[]}}}', '`inputRequests.a` is no request'],
  [
    '{"inputRequests":{"a":{"method":"m","Method":"roots/list"}}}',
    '`inputRequests.a` is no request',
  ],
  ['{"InputRequests":{}}', '`InputRequests` reads like `inputRequests`'],
];

for (const [result, want] of cases) {
  test(`input requests of ${result}`, () => assert.equal(summary(result), want));
}
