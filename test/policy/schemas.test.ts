import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { AuditEvent, ChainedEvent } from '../../src/audit/event.ts';
import { packageRoot } from '../../src/base/package-root.ts';
import { type Decision, EFFECTS, OUTCOMES, type Reason } from '../../src/policy/decision.ts';
import type {
  AgentInfo,
  HttpInfo,
  InputDocument,
  McpInfo,
  Phase,
  ServerInfo,
  ToolInfo,
} from '../../src/policy/input.ts';
import { type SchemaName, schemaErrors } from '../../src/policy/schemas.ts';
import { callOf, listed, messageOf, requestTo } from '../support/policy-documents.ts';

const SCHEMAS = join(packageRoot, 'schemas');

interface Schema {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly $defs: Readonly<Record<string, Schema>>;
}

function schemaOf(name: SchemaName): Schema {
  return JSON.parse(readFileSync(join(SCHEMAS, `${name}.schema.json`), 'utf8'));
}

/** `required` or `optional` for each key; the compiler knows when one is missing or wrong. */
type Keys<T> = { readonly [K in keyof T]-?: undefined extends T[K] ? 'optional' : 'required' };

function assertKeys<T>(schema: Schema, keys: Keys<T>): void {
  const expected = Object.keys(schema.properties).map(key => [
    key,
    schema.required?.includes(key) ? 'required' : 'optional',
  ]);
  assert.deepEqual(keys, Object.fromEntries(expected));
}

describe('schemas and types have the same keys', () => {
  const input = schemaOf('input').properties;
  it('input', () => {
    assertKeys<InputDocument>(schemaOf('input'), {
      version: 'required',
      phase: 'required',
      action: 'required',
      agent: 'required',
      server: 'optional',
      mcp: 'optional',
      tool: 'optional',
      resource: 'optional',
      prompt: 'optional',
      params: 'optional',
      http: 'required',
    });
  });
  it('input.agent, server, mcp, tool, http', () => {
    const all = 'required';
    assertKeys<AgentInfo>(input['agent']!, { name: all, run: all, user: all, labels: all });
    assertKeys<ServerInfo>(input['server']!, {
      name: all,
      origin: all,
      host: all,
      path: all,
      trusted: all,
      transport: all,
    });
    assertKeys<McpInfo>(input['mcp']!, { era: all, version: all, method: all, direction: all });
    assertKeys<ToolInfo>(input['tool']!, {
      name: all,
      arguments: 'optional',
      annotations: all,
      risk: all,
      pin: all,
    });
    assertKeys<HttpInfo>(input['http']!, {
      method: all,
      scheme: all,
      host: all,
      port: all,
      path: all,
      query: all,
      headers: all,
    });
  });
  it('decision and reason', () => {
    assertKeys<Decision>(schemaOf('decision'), {
      id: 'required',
      effect: 'required',
      outcome: 'required',
      reasons: 'required',
      shadow: 'required',
      redact: 'required',
      approvers: 'optional',
      expiresMs: 'optional',
      revision: 'required',
      cached: 'required',
      micros: 'required',
    });
    assertKeys<Reason>(schemaOf('decision').$defs['reason']!, {
      source: 'required',
      package: 'optional',
      rule: 'optional',
      file: 'optional',
      line: 'optional',
      msg: 'required',
      code: 'optional',
      effect: 'optional',
    });
  });
  it('audit event', () => {
    assertKeys<ChainedEvent>(schemaOf('audit-event'), {
      decision_id: 'required',
      timestamp: 'required',
      path: 'required',
      input: 'required',
      result: 'required',
      labels: 'required',
      bundles: 'required',
      requested_by: 'required',
      metrics: 'required',
      masked: 'required',
      erased: 'required',
      outcome: 'required',
      upstream: 'optional',
      hold_ms: 'optional',
      approval: 'optional',
      hidden: 'optional',
      would: 'optional',
      prev: 'required',
      hash: 'required',
    });
  });
  it('words', () => {
    const { effect, outcome } = {
      effect: schemaOf('decision').properties['effect'],
      outcome: schemaOf('decision').$defs['outcome'],
    };
    assert.deepEqual(effect?.enum, EFFECTS);
    assert.deepEqual(outcome?.enum, OUTCOMES);
    const phases: Record<Phase, true> = {
      list: true,
      call: true,
      message: true,
      http: true,
      connect: true,
    };
    assert.deepEqual(input['phase']?.enum, Object.keys(phases));
  });
});

function valid(name: SchemaName, value: unknown): void {
  assert.deepEqual(
    schemaErrors(name, value).map(error => `${error.instancePath} ${error.message}`),
    [],
  );
}

describe('examples', () => {
  for (const file of readdirSync(join(SCHEMAS, 'examples')).sort()) {
    it(`${file} conforms`, () => {
      const name = file.replace(/\..*$/, '').replace(/^config-.*/, 'config') as SchemaName;
      const text = readFileSync(join(SCHEMAS, 'examples', file), 'utf8');
      valid(name, file.endsWith('.yaml') ? parse(text) : JSON.parse(text));
    });
  }

  it('documents that tests use conform', () => {
    for (const input of [callOf(), listed(), messageOf('ping'), requestTo('a.com')])
      valid('input', input);
  });

  it('any arguments conform', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => valid('input', callOf({ arguments: value as never }))),
    );
  });
});

const EVENT: ChainedEvent = {
  decision_id: 'd',
  timestamp: '2026-01-02T03:04:05.678Z',
  path: 'tameflare/decision',
  input: {},
  result: {},
  labels: {},
  bundles: {},
  requested_by: 'run-1',
  metrics: {},
  masked: [],
  erased: [],
  outcome: 'allowed',
  prev: '0'.repeat(64),
  hash: 'a'.repeat(64),
} satisfies AuditEvent & { prev: string; hash: string };

const DECISION: Decision = {
  id: 'd',
  effect: 'allow',
  outcome: 'allowed',
  reasons: [],
  shadow: [],
  redact: [],
  revision: 'r',
  cached: false,
  micros: 1,
};

describe('counter-examples', () => {
  const call = callOf();
  const table: readonly (readonly [name: string, schema: SchemaName, value: object])[] = [
    ['an unknown key', 'input', { ...call, extra: 1 }],
    ['another version', 'input', { ...call, version: 2 }],
    ['an unknown phase', 'input', { ...call, phase: 'reply' }],
    ['an action of no namespace', 'input', { ...call, action: 'tools/call' }],
    ['a call without a tool', 'input', { ...call, tool: undefined }],
    ['a message without a server', 'input', { ...messageOf('ping'), server: undefined }],
    ['an unknown risk', 'input', callOf({ risk: 'extreme' as never })],
    [
      'a forbidden header',
      'input',
      { ...call, http: { ...call.http, headers: { authorization: 'x' } } },
    ],
    ['a proxy header', 'input', { ...call, http: { ...call.http, headers: { 'proxy-x': 'x' } } }],
    [
      'an upper-case header',
      'input',
      { ...call, http: { ...call.http, headers: { Accept: 'x' } } },
    ],
    ['a port out of range', 'input', { ...call, http: { ...call.http, port: 65_536 } }],
    ['an unknown effect', 'decision', { ...DECISION, effect: 'permit' }],
    ['an unknown outcome', 'decision', { ...DECISION, outcome: 'denied' }],
    ['a reason without a message', 'decision', { ...DECISION, reasons: [{ source: 'rule' }] }],
    ['a pointer without a slash', 'decision', { ...DECISION, redact: ['tool'] }],
    ['a local timestamp', 'audit-event', { ...EVENT, timestamp: '2026-01-02T03:04:05+01:00' }],
    ['an unknown outcome', 'audit-event', { ...EVENT, outcome: 'fine' }],
    ['a short hash', 'audit-event', { ...EVENT, hash: 'abc' }],
    ['a bundle without a revision', 'audit-event', { ...EVENT, bundles: { main: {} } }],
  ];
  it('are close to what conforms', () => {
    valid('decision', DECISION);
    valid('audit-event', EVENT);
  });
  for (const [name, schema, value] of table) {
    it(`${schema}: ${name}`, () => {
      const written: unknown = JSON.parse(JSON.stringify(value));
      assert.notDeepEqual(schemaErrors(schema, written), []);
    });
  }
});
