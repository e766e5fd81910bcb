/** Shadow rules from the first call they watch to being put in force. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import type { AuditEvent } from '../../src/audit/event.ts';
import {
  post,
  startTestGateway,
  type TestGateway,
  toolCall,
  toolResult,
} from '../support/gateway.ts';
import { type McpTestServer, startMcpServer } from '../support/mcp-server.ts';
import { runTf } from '../support/tf-command.ts';

let server: McpTestServer;
let gateway: TestGateway;

const config = (url: string) => `version: 1
agent: tester
servers:
  - { name: things, url: "${url}" }
rules:
  - { tool: get_thing, effect: allow }
  - { tool: "write_*", effect: allow }
  - { tool: write_thing, effect: deny, shadow: true, reason: nothing is written here } # tried out
policies: [./policies]
`;

const POLICY = `package policies.things

# Red things are asked for too often.
shadow_require_approval contains "red is rare" if input.tool.arguments.colour == "red"

shadow_deny contains "never seen" if input.tool.arguments.colour == "plaid"

allow if input.tool.name == "get_thing"
`;

before(async () => {
  server = await startMcpServer({ json: true });
  gateway = await startTestGateway({
    'tameflare.yaml': config(server.url),
    'policies/things.rego': POLICY,
  });
});

after(async () => {
  await gateway.close();
  await server.close();
});

interface Finding {
  readonly name: string;
  readonly line: number;
  readonly calls: number;
  readonly changes: number;
  readonly subjects: readonly { readonly subject: string; readonly calls: number }[];
  readonly ids: readonly string[];
}

async function findings(): Promise<readonly Finding[]> {
  const { code, out, err } = await runTf(gateway.folder, ['policy', 'shadow', '--json']);
  assert.equal(code, 0, err);
  return (JSON.parse(out) as { rules: Finding[] }).rules;
}

const recorded = () => gateway.audit() as unknown as AuditEvent[];

test('what shadow rules would do is recorded beside what happens, and changes nothing', async () => {
  for (const [tool, args] of [
    ['write_thing', {}],
    ['get_thing', { colour: 'red' }],
    ['get_thing', { colour: 'blue' }],
  ] as const) {
    const reply = await post(gateway, server.url, toolCall(tool, args));
    assert.deepEqual(toolResult(reply), { isError: false, text: `${tool} ran` });
  }
  assert.deepEqual(
    recorded().map(({ outcome, would }) => [outcome, would]),
    [
      ['allowed', 'would_deny'],
      ['allowed', 'would_require_approval'],
      ['allowed', undefined],
    ],
  );
});

test('tf policy shadow counts what each rule would have changed', async () => {
  const ids = recorded().map(record => record.decision_id);
  assert.deepEqual(
    (await findings()).map(({ name, line, calls, changes, subjects, ids: shown }) => ({
      name,
      line,
      calls,
      changes,
      subjects,
      shown,
    })),
    [
      {
        name: 'rules[2]',
        line: 8,
        calls: 1,
        changes: 1,
        subjects: [{ subject: 'things: write_thing', calls: 1 }],
        shown: [ids[0]],
      },
      {
        name: 'policies.things.shadow_require_approval',
        line: 4,
        calls: 1,
        changes: 1,
        subjects: [{ subject: 'things: get_thing', calls: 1 }],
        shown: [ids[1]],
      },
      {
        name: 'policies.things.shadow_deny',
        line: 6,
        calls: 0,
        changes: 0,
        subjects: [],
        shown: [],
      },
    ],
  );
  const { out } = await runTf(gateway.folder, ['policy', 'shadow']);
  assert.match(
    out,
    /^rules\[2\] {2}\(.*tameflare\.yaml:8\)\n {4}would_deny: 1 call, 1 of them decided otherwise$/m,
  );
  const later = await runTf(gateway.folder, ['policy', 'shadow', '--since', '2099-01-01']);
  assert.match(later.out, /would_deny: 0 calls/);
});

test('a rule that is no shadow rule is not put in force, and those that are get named', async () => {
  for (const name of [
    'rules[0]',
    'rules[9]',
    'policies.things.allow',
    'policies.other.shadow_deny',
  ]) {
    const { code, err } = await runTf(gateway.folder, ['policy', 'shadow', '--promote', name]);
    assert.equal(code, 1);
    assert.match(err, /no shadow rule is called .*there are: `rules\[2\]`, /);
  }
});

test('--promote puts rules in force by the smallest edit', async () => {
  for (const name of ['rules[2]', 'policies.things.shadow_require_approval']) {
    const { code, err } = await runTf(gateway.folder, ['policy', 'shadow', '--promote', name]);
    assert.equal(code, 0, err);
  }
  const read = (name: string) => readFileSync(join(gateway.folder, name), 'utf8');
  assert.equal(read('tameflare.yaml'), config(server.url).replace(', shadow: true', ''));
  assert.equal(
    read('policies/things.rego'),
    POLICY.replace('shadow_require_approval', 'require_approval'),
  );
  assert.deepEqual(
    (await findings()).map(({ name }) => name),
    ['policies.things.shadow_deny'],
  );
});
