import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Reason } from '../../src/policy/decision.ts';
import { rulePlaces } from '../../src/policy/rule-places.ts';
import { parseModule } from '../../src/rego/parse.ts';

const A = `package policies.a

deny contains "constant" if input.x

deny contains {"msg": "object", "code": "obj"} if input.y

deny contains sprintf("computed %s", [input.z]) if input.z

allow if input.x

default redact := set()

require_approval contains "twice" if input.x

require_approval contains "twice" if input.y

shadow_deny contains sprintf("%d", [input.x])

shadow_deny contains {"msg": sprintf("%d", [input.y]), "code": "coded"}
`;
const B = 'package policies.b\n\nallow if input.y\n\nallow if input.z\n';
const locate = rulePlaces([parseModule(A, 'a.rego'), parseModule(B, 'b.rego')]);

describe('the place of a rule', () => {
  const table: readonly (readonly [Partial<Reason>, string | undefined])[] = [
    [{ package: 'policies.a', rule: 'deny', msg: 'constant' }, 'a.rego:3'],
    [{ package: 'policies.a', rule: 'deny', msg: 'object', code: 'obj' }, 'a.rego:5'],
    [{ package: 'policies.a', rule: 'deny', msg: 'computed 1' }, 'a.rego:7'],
    [{ package: 'policies.a', rule: 'allow', msg: 'allow' }, 'a.rego:9'],
    [{ package: 'policies.a', rule: 'shadow_deny', msg: '1', code: 'coded' }, 'a.rego:19'],
    // in doubt, no place
    [{ package: 'policies.a', rule: 'require_approval', msg: 'twice' }, undefined],
    [{ package: 'policies.a', rule: 'shadow_deny', msg: '1' }, undefined],
    [{ package: 'policies.b', rule: 'allow', msg: 'allow' }, undefined],
    [{ package: 'policies.c', rule: 'deny', msg: 'x' }, undefined],
    [{ msg: 'no package' }, undefined],
  ];
  for (const [reason, place] of table) {
    it(`${reason.package}.${reason.rule} \`${reason.msg}\`: ${place ?? 'none'}`, () => {
      const found = locate({ source: 'policy', msg: '', ...reason });
      assert.equal(found && `${found.file}:${found.line}`, place);
    });
  }
});
