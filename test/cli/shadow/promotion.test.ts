import assert from 'node:assert/strict';
import test from 'node:test';
import { promoteAccessRule, promotePackageRule } from '../../../src/cli/shadow/promotion.ts';
import { parseModule } from '../../../src/rego/parse.ts';

const YAML: readonly (readonly [what: string, before: string, after: string | undefined])[] = [
  ['last in a flow mapping', '- { effect: deny, shadow: true } # why', '- { effect: deny } # why'],
  [
    'within a flow mapping',
    '- { tool: a, shadow: true, effect: deny }',
    '- { tool: a, effect: deny }',
  ],
  [
    'first in a flow mapping',
    '- { shadow: true, effect: deny }',
    '- { shadow: false, effect: deny }',
  ],
  [
    'a line of its own',
    '- effect: deny\n    shadow: true\n    tool: a',
    '- effect: deny\n    tool: a',
  ],
  ['the last line', '- effect: deny\n    shadow: true', '- effect: deny\n'],
  ['the first line', '- shadow: true\n    effect: deny', '- shadow: false\n    effect: deny'],
  [
    'a line with a comment',
    '- effect: deny\n    shadow: true # yet',
    '- effect: deny\n    shadow: false # yet',
  ],
  ['no shadow rule', '- effect: deny', undefined],
  ['one that is off', '- { effect: deny, shadow: false }', undefined],
];

for (const [what, before, after] of YAML)
  test(`an access rule: ${what}`, () => {
    const text = (rule: string) => `version: 1\nrules:\n  ${rule}`;
    assert.equal(
      promoteAccessRule({ name: 'tameflare.yaml', text: text(before) }, 0),
      after === undefined ? undefined : text(after),
    );
  });

test('all rules of a name are put in force, others and comments stay', () => {
  const text = `package policies.x

# shadow_deny is tried out
shadow_deny contains "a" if input.a

shadow_deny contains msg if { msg := "shadow_deny" }

shadow_allow if true

allow if true
`;
  const module = parseModule(text, 'x.rego');
  assert.equal(
    promotePackageRule(module, 'policies.x.shadow_deny'),
    text.replaceAll(/^shadow_deny/gm, 'deny'),
  );
  assert.equal(promotePackageRule(module, 'policies.y.shadow_deny'), undefined);
  assert.equal(promotePackageRule(module, 'policies.x.allow'), undefined);
});
