import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatModule } from '../../../src/rego/format/module.ts';
import { AS_OPA, AS_OPA_V0, OURS } from './layout-cases.ts';

const tables = [
  ['as opa fmt', 1, AS_OPA],
  ['as opa fmt, version 0', 0, AS_OPA_V0],
  ['where opa fmt changes what is said', 1, OURS],
] as const;

for (const [title, regoVersion, cases] of tables) {
  describe(title, () => {
    for (const { about, text, formatted } of cases) {
      test(about, () => {
        assert.equal(formatModule(text, 'a.rego', { regoVersion }), formatted);
        assert.equal(formatModule(formatted, 'a.rego', { regoVersion }), formatted);
      });
    }
  });
}
