import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { TfError } from '../../src/base/errors.ts';
import { type Config, defaultConfig, loadConfig, parseConfig } from '../../src/gateway/config.ts';
import { describeRefused, refusalOf } from '../support/config-problems.ts';

function parse(text: string): Config {
  return parseConfig({ name: 'tameflare.yaml', text }, '/project', '/project/tameflare.yaml');
}

const FULL = `version: 1
agent: { name: support-bot, labels: { env: dev } }
servers:
  - name: github
    url: https://api.githubcopilot.com/mcp/
    trusted: true
  - { name: files, url: "http://127.0.0.1:3001/mcp" }
rules:
  - { action: mcp.tools.list, effect: allow }
  - { server: github, tool: "delete_*", effect: deny, reason: deletions are done by people }
  - { server: github, tool: create_pull_request, when: 'args.repo.startsWith("acme/")', effect: allow }
  - { risk: high, effect: require_approval, approvers: [oncall], expires: 15m }
policies: [./policies, /etc/tameflare]
intercept: [api.example.com]
egress:
  allow: [api.openai.com, "*.anthropic.com"]
  default: allow
audit: { file: log/audit.ndjson, arguments: none }
approvals:
  { wait: 5s, waitWithProgress: 1h, expires: 2d, repeatWindow: off, clients: [{ userAgent: "slow/*", wait: 1m }] }
pins: { mode: strict, file: locks/tools.lock }
limits: { body: 1MiB, depth: 64, cacheEntries: 5, cacheMemory: 1000 }
`;

describe('a full configuration', () => {
  const config = parse(FULL);

  it('is resolved', () => {
    assert.deepEqual(config.agent, { name: 'support-bot', labels: { env: 'dev' } });
    assert.deepEqual(config.servers, [
      {
        name: 'github',
        origin: 'https://api.githubcopilot.com',
        host: 'api.githubcopilot.com',
        port: 443,
        path: '/mcp/',
        trusted: true,
      },
      {
        name: 'files',
        origin: 'http://127.0.0.1:3001',
        host: '127.0.0.1',
        port: 3001,
        path: '/mcp',
        trusted: false,
      },
    ]);
    assert.deepEqual(config.policies, ['/project/policies', '/etc/tameflare']);
    assert.deepEqual(
      config.intercept.map(({ text }) => text),
      ['api.example.com'],
    );
    assert.deepEqual(
      config.egress.allow.map(({ text }) => text),
      ['api.openai.com', '*.anthropic.com'],
    );
    assert.equal(config.egress.default, 'allow');
    assert.deepEqual(config.audit, {
      file: '/project/log/audit.ndjson',
      arguments: 'none',
      rotation: { maxBytes: 128 * 1024 ** 2 },
    });
    const { clients, ...times } = config.approvals;
    assert.deepEqual(times, {
      waitMs: 5000,
      waitWithProgressMs: 3_600_000,
      expiresMs: 172_800_000,
      repeatWindowMs: 0,
    });
    assert.deepEqual(
      clients.map(({ userAgent, ...budget }) => ({ ...budget, pattern: userAgent.pattern })),
      [{ waitMs: 60_000, waitWithProgressMs: 3_600_000, pattern: 'slow/*' }],
    );
    assert.deepEqual(config.pins, { mode: 'strict', file: '/project/locks/tools.lock' });
    assert.deepEqual(config.limits, {
      maxBodyBytes: 1_048_576,
      maxJsonDepth: 64,
      cache: { maxEntries: 5, maxBytes: 1000 },
    });
  });

  it('rules know their name and place', () => {
    const places = config.rules.map(({ name, file, line }) => [name, file, line]);
    assert.deepEqual(places, [
      ['rules[0]', 'tameflare.yaml', 9],
      ['rules[1]', 'tameflare.yaml', 10],
      ['rules[2]', 'tameflare.yaml', 11],
      ['rules[3]', 'tameflare.yaml', 12],
    ]);
    assert.equal(config.rules[2]?.when?.text, 'args.repo.startsWith("acme/")');
    assert.equal(config.rules[3]?.expiresMs, 900_000);
    assert.deepEqual(config.rules[3]?.approvers, ['oncall']);
  });

  it('IPv6 hosts have no brackets', () => {
    const [server] = parse(
      'version: 1\nservers: [{ name: a, url: "http://[::1]:3001/mcp" }]\n',
    ).servers;
    assert.deepEqual(
      [server?.origin, server?.host, server?.port],
      ['http://[::1]:3001', '::1', 3001],
    );
  });

  it('has a revision that changes with the text', () => {
    assert.equal(config.revision, parse(FULL).revision);
    assert.notEqual(config.revision, parse(`${FULL}\n`).revision);
  });
});

describe('defaults', () => {
  it('of a file that says nothing', () => {
    const config = parse('version: 1\n');
    const { file: _file, folder: _folder, revision: _revision, lineOf: _lineOf, ...rest } = config;
    assert.deepEqual(rest, {
      agent: { name: 'agent', labels: {} },
      servers: [],
      rules: [],
      policies: [],
      intercept: [],
      egress: { allow: [], default: 'deny' },
      audit: { arguments: 'redacted', rotation: { maxBytes: 128 * 1024 ** 2 } },
      approvals: {
        waitMs: 50_000,
        waitWithProgressMs: 300_000,
        clients: [],
        expiresMs: 600_000,
        repeatWindowMs: 300_000,
      },
      pins: { mode: 'changes', file: '/project/tf-tools.lock' },
      limits: {
        maxBodyBytes: 4_194_304,
        maxJsonDepth: 128,
        cache: { maxEntries: 10_000, maxBytes: 33_554_432 },
      },
    });
  });

  it('of no file at all', () => {
    const config = defaultConfig('/project');
    assert.equal(config.file, undefined);
    assert.equal(config.folder, '/project');
    assert.equal(config.rules.length, 3);
    assert.ok(config.egress.allow.some(pattern => pattern.matches('api.anthropic.com', 443)));
  });
});

describeRefused('YAML that is refused', [
  {
    name: 'duplicate keys',
    text: 'version: 1\negress:\n  default: deny\n  default: allow\nversion: 1\n',
    problems: [['4:3 the key `default` is here twice'], ['5:1 the key `version` is here twice']],
  },
  {
    name: 'YAML syntax',
    text: 'version: 1\nrules: [\n',
    problems: [
      ['3:1 flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
  },
  {
    name: 'an unknown tag',
    text: 'version: !one 1\n',
    problems: [['1:10 unresolved tag: !one']],
  },
  {
    name: 'two documents',
    text: 'version: 1\n---\nversion: 1\n',
    problems: [['2:1 only one document is expected']],
  },
]);

describe('a refusal', () => {
  it('shows file, line and caret', () => {
    const error = refusalOf('version: 1\nrules: [{ efect: allow }]\n');
    assert.equal(error.code, 'tf_config_invalid');
    assert.match(
      error.message,
      /^tameflare\.yaml:2:11: tf_config_invalid: unknown key `efect` in `rules\[0\]`\n {2}2 \| rules: \[\{ efect: allow \}\]\n {4}\| {11}\^{5}\n {2}hint: did you mean `effect`\?/m,
    );
  });
});

describe('reading a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tf-config-'));
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  it('resolves paths from its folder', () => {
    const config = loadConfig(file('ok.yaml', 'version: 1\npolicies: [p]\n'));
    assert.equal(config.file, join(folder, 'ok.yaml'));
    assert.deepEqual(config.policies, [join(folder, 'p')]);
  });

  const table: readonly (readonly [name: string, path: () => string, code: string])[] = [
    ['a missing file', () => join(folder, 'none.yaml'), 'tf_config_missing'],
    ['a folder', () => folder, 'tf_config_invalid'],
    ['invalid UTF-8', () => file('latin.yaml', Uint8Array.of(0xe9, 0x0a)), 'tf_config_invalid'],
    ['a huge file', () => file('huge.yaml', `#${'x'.repeat(1024 * 1024)}`), 'tf_config_invalid'],
  ];
  for (const [name, path, code] of table) {
    it(name, () => {
      assert.throws(
        () => loadConfig(path()),
        (thrown: unknown) => thrown instanceof TfError && thrown.code === code,
      );
    });
  }
});
