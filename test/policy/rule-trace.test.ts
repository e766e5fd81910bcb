import assert from 'node:assert/strict';
import test from 'node:test';
import { shippedMain } from '../../src/policy/bundle.ts';
import { parseModules } from '../../src/policy/compiler.ts';
import { traceRules } from '../../src/policy/rule-trace.ts';
import { RegoObject } from '../../src/value/value.ts';
import { callOf } from '../support/policy-documents.ts';

const INPUT = callOf({ name: 'get_issue', arguments: { head: 'topic', n: 3, xs: [1, 2] } });

/** Rules of one package, and of each whether it holds, or its line where it stops and what was found there. */
const RULES: readonly (readonly [rule: string, found: true | string])[] = [
  ['allow if input.tool.name == "get_issue"', true],
  ['deny contains "x" if input.tool.name == "delete"', '3: "get_issue" is not "delete"'],
  [
    'deny contains "x" if input.tool.arguments.nosuch',
    '3: nothing at "nosuch" of {"head":"topic","n":3,"xs":[1,2]}',
  ],
  [
    'deny contains "x" if {\n\tinput.tool.arguments.n > 1\n\tinput.tool.arguments.n > 5\n}',
    '5: 3 > 5 is false',
  ],
  [
    'deny contains "x" if startswith(input.tool.name, "set")',
    '3: startswith("get_issue", "set") is false',
  ],
  ['deny contains "x" if input.tool.name in {"a", "b"}', '3: "get_issue" in ["a","b"] is false'],
  ['deny contains "x" if not input.tool.name', '3: what is negated holds'],
  ['deny contains "x" if {\n\tsome x in input.tool.arguments.xs\n\tx == 9\n}', '5: 2 is not 9'],
  [
    'deny contains "x" if helper\n\nhelper if input.tool.name == "y"',
    '3: data.policies.a.helper is undefined',
  ],
  [
    'require_approval contains "x" if input.tool.name != "get_issue"',
    '3: "get_issue" is "get_issue"',
  ],
];

for (const [rule, found] of RULES) {
  test(`why not: ${rule}`, () => {
    const own = { 'a.rego': `package policies.a\n\n${rule}\n` };
    const modules = { 'tameflare/main.rego': shippedMain(), ...own };
    const traced = { modules, data: RegoObject.empty, parsed: parseModules(own) };
    const [trace, ...others] = traceRules(traced, INPUT, 0);
    assert.deepEqual(others, []);
    assert.equal(trace?.line, 3);
    const { holds, stop } = trace!;
    assert.deepEqual(stop === undefined ? holds : `${stop.line}: ${stop.found}`, found);
    if (stop !== undefined) assert.ok(own['a.rego'].includes(stop.text));
  });
}
