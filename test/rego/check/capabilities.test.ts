import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkLanguage } from '../../../src/rego/check/capabilities.ts';
import { parseModule } from '../../../src/rego/parse.ts';
import { newReport } from '../../../src/rego/report.ts';

function told(
  source: string,
  features: readonly string[],
  { version = 1, keywords = [] }: { version?: 0 | 1; keywords?: readonly string[] } = {},
): readonly string[] {
  const report = newReport();
  const options = { regoVersion: version, experimentalKeywords: ['and'] };
  const module = parseModule(`package a\n${source}`, 'a.rego', options);
  checkLanguage([module], { features, futureKeywords: keywords }, report);
  return report.diagnostics.map(({ message }) => message);
}

const NEEDS: readonly (readonly [source: string, feature: string, version: 0 | 1])[] = [
  ['p := 1', 'rego_v1', 1],
  ['import rego.v1\np := 1', 'rego_v1_import', 0],
  ['p := $"{1}"', 'template_strings', 0],
  ['p := [x | x := $"{1}"]', 'template_strings', 0],
  ['p { input.x } else = $"{1}" { true }', 'template_strings', 0],
  ['p := input.if', 'keywords_in_refs', 0],
  ['p.q.r := 1', 'rule_head_ref_string_prefixes', 0],
  ['p[x].r := 1 { x := 1 }', 'rule_head_refs', 0],
];

for (const [source, feature, version] of NEEDS) {
  test(`${source.replaceAll('\n', ' ; ')} needs ${feature}`, () => {
    const own = feature === 'rego_v1' ? [] : ['rego_v1'].filter(() => version === 1);
    const [message, ...others] = told(source, own, { version });
    assert.match(message ?? '', /needs the capability `/);
    assert.deepEqual(others, []);
    assert.deepEqual(told(source, [...own, feature], { version }), []);
  });
}

test('keywords are imported if capabilities list them or v1 has them', () => {
  const source = 'import future.keywords.not\nimport future.keywords.in\np := 1';
  assert.deepEqual(told(source, ['rego_v1']), [
    'keyword `not` needs the capability `future.keywords.not`',
  ]);
  assert.deepEqual(told(source, [], { version: 0, keywords: ['not', 'in'] }), []);
  assert.equal(told(source, [], { version: 0 }).length, 2);
});

test('a plain v0 module needs nothing', () => {
  assert.deepEqual(told('p[x] { x := input["if"] }\nq = 1', [], { version: 0 }), []);
});
