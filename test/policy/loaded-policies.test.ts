import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fixedClock } from '../../src/base/clock.ts';
import { createEngine } from '../../src/policy/engine.ts';
import type { InputDocument } from '../../src/policy/input.ts';
import { loadPolicies } from '../../src/policy/loaded-policies.ts';

function policies(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'tf-loaded-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return loadPolicies([folder], folder)!;
}

/** What is said of a tool in a list, where its arguments are unknown. */
function listed(rego: string, name: string): string {
  const { module, locate } = policies({ 'a.rego': `package policies.a\n\n${rego}\n` });
  const engine = createEngine({
    rules: [],
    rulesRevision: 'r',
    policies: module,
    locate,
    clock: fixedClock(0n),
    ids: () => 'id',
  });
  const input: InputDocument = {
    version: 1,
    phase: 'list',
    action: 'mcp.tools.call',
    agent: { name: 'a', run: 'r', user: 'u', labels: {} },
    tool: { name, annotations: {}, risk: 'low', pin: 'unknown' },
    http: {
      method: 'POST',
      scheme: 'http',
      host: 'h',
      port: 80,
      path: '/',
      query: {},
      headers: {},
    },
  };
  return engine.decide(input).effect;
}

const ALLOW_BY_NAME = 'allow if input.tool.name == "echo"';
const DENY_BY_ARGUMENT = 'deny contains "no" if input.tool.arguments.x == 1';
const ALLOW_BY_ARGUMENT =
  'allow if {\n\tinput.tool.name == "echo"\n\tinput.tool.arguments.x == 1\n}';

const cases: readonly [name: string, rego: string, tool: string, effect: string][] = [
  ['allowed by name', ALLOW_BY_NAME, 'echo', 'allow'],
  [
    'allowed by name, some arguments denied',
    `${ALLOW_BY_NAME}\n\n${DENY_BY_ARGUMENT}`,
    'echo',
    'allow',
  ],
  [
    'never allowed, whatever the arguments',
    `${ALLOW_BY_NAME}\n\n${DENY_BY_ARGUMENT}`,
    'other',
    'deny',
  ],
  ['allowed for some arguments', ALLOW_BY_ARGUMENT, 'echo', 'allow'],
  [
    'a person may be asked for some arguments',
    'require_approval contains "ask" if input.tool.arguments.x == 1',
    'echo',
    'allow',
  ],
  [
    'denied by name',
    `${ALLOW_BY_ARGUMENT}\n\ndeny contains "no" if input.tool.name == "echo"`,
    'echo',
    'deny',
  ],
];

for (const [name, rego, tool, effect] of cases) {
  test(`while listing: ${name}`, () => assert.equal(listed(rego, tool), effect));
}

test('without folders there are no policies', () => {
  assert.equal(loadPolicies([], '/'), undefined);
});

test('a main of one’s own decides, and has no consent document to ask about', () => {
  const { module } = policies({
    'main.rego':
      'package tameflare\n\ndecision := {"effect": "deny", "reasons": [], "shadow": [], "redact": []}\n',
  });
  assert.equal(module.consentReadSet, undefined);
  assert.equal(module.evaluate('{}', { nowNs: 0n }).kind, 'defined');
});

test('a builtin that fails on odd arguments is an error, not silence', () => {
  const { module } = policies({
    'a.rego': 'package policies.a\n\ndeny contains "no" if startswith(input.tool.name, "x")\n',
  });
  const result = module.evaluate('{"tool":{"name":7}}', { nowNs: 0n });
  assert.equal(result.kind === 'error' && result.error.code, 'eval_type_error');
});
