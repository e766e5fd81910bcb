import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { openAuditLog } from '../../src/audit/log.ts';
import { callOf } from '../support/policy-documents.ts';
import { runTf } from '../support/tf-command.ts';

const CALL = callOf({ name: 'get_issue', risk: 'low', arguments: { head: 'main' } });

function project(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tf-explain-'));
  mkdirSync(join(folder, 'policies'));
  writeFileSync(
    join(folder, 'tameflare.yaml'),
    `version: 1
servers:
  - { name: github, url: "https://github.example.com/mcp" }
rules:
  - { tool: "get_*", effect: allow }
  - { tool: "delete_*", effect: deny }
policies: [./policies]
`,
  );
  writeFileSync(
    join(folder, 'policies', 'a.rego'),
    `package policies.a

deny contains "not main" if input.tool.arguments.head == "main"

require_approval contains "merging needs a person" if startswith(input.tool.name, "merge")
`,
  );
  const log = openAuditLog(join(folder, '.tameflare', 'audit.ndjson'));
  log.record({
    decision_id: 'D1',
    timestamp: '2026-01-01T00:00:00.000Z',
    path: 'tameflare/decision',
    input: JSON.parse(JSON.stringify(CALL)),
    result: {},
    labels: {},
    bundles: {},
    requested_by: 'run',
    metrics: {},
    masked: [],
    erased: [],
    outcome: 'denied_by_policy',
  });
  log.close();
  return folder;
}

const TEXT = `denied_by_policy: tool get_issue on github
  not main (policies/a.rego:3)

access rules, in the order they are asked
  rules[1] (tameflare.yaml:6) silent: tool \`get_issue\` is not \`delete_*\`
  rules[0] (tameflare.yaml:5) decides: allow

rules of policies
  policies.a.deny (policies/a.rego:3) holds
  policies.a.require_approval (policies/a.rego:5) stops at line 5
      require_approval contains "merging needs a person" if startswith(input.tool.name, "merge")
      startswith("get_issue", "merge") is false
`;

test('a recorded decision and an input document are explained alike', async () => {
  const folder = project();
  assert.equal((await runTf(folder, ['policy', 'explain', 'D1'])).out, TEXT);
  const input = JSON.stringify(CALL);
  assert.equal((await runTf(folder, ['policy', 'explain', '-i', '-'], { input })).out, TEXT);
  const { out } = await runTf(folder, ['policy', 'explain', 'D1', '--json']);
  assert.equal(JSON.parse(out).policies[1].stop.line, 5);
});

test('what can not be explained is said', async () => {
  const folder = project();
  const unknown = await runTf(folder, ['policy', 'explain', 'nosuch']);
  assert.match(unknown.err, /has no decision `nosuch`/);
  assert.equal(unknown.code, 1);
  assert.match(
    (await runTf(folder, ['policy', 'explain'])).err,
    /name a decision of the audit log/,
  );
  const odd = await runTf(folder, ['policy', 'explain', '-i', '-'], { input: '{"version":1}' });
  assert.match(odd.err, /is no input document: `\/` must have required property/);
});
