import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { TfError } from '../../src/base/errors.ts';
import { positionOf } from '../../src/base/source.ts';
import {
  type Config,
  ConfigError,
  defaultConfig,
  loadConfig,
  parseConfig,
} from '../../src/gateway/config.ts';

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
approvals: { wait: 5s, waitWithProgress: 1h, expires: 2d }
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
    assert.deepEqual(config.audit, { file: '/project/log/audit.ndjson', arguments: 'none' });
    assert.deepEqual(config.approvals, {
      waitMs: 5000,
      waitWithProgressMs: 3_600_000,
      expiresMs: 172_800_000,
    });
    assert.deepEqual(config.limits, {
      maxBodyBytes: 1_048_576,
      maxJsonDepth: 64,
      cache: { maxEntries: 5, maxBytes: 1000 },
    });
  });

  it('rules know their name and place', () => {
    const places = config.rules.map(({ name, file, line }) => [name, file, line]);
    assert.deepEqual(places, [
      ['rules[0]', '/project/tameflare.yaml', 9],
      ['rules[1]', '/project/tameflare.yaml', 10],
      ['rules[2]', '/project/tameflare.yaml', 11],
      ['rules[3]', '/project/tameflare.yaml', 12],
    ]);
    assert.equal(config.rules[2]?.when?.text, 'args.repo.startsWith("acme/")');
    assert.equal(config.rules[3]?.expiresMs, 900_000);
    assert.deepEqual(config.rules[3]?.approvers, ['oncall']);
  });

  it('has a revision that changes with the text', () => {
    assert.equal(config.revision, parse(FULL).revision);
    assert.notEqual(config.revision, parse(`${FULL}\n`).revision);
  });
});

describe('defaults', () => {
  it('of a file that says nothing', () => {
    const config = parse('version: 1\n');
    const { agent, servers, rules, policies, intercept, egress, audit, approvals, limits } = config;
    assert.deepEqual(
      { agent, servers, rules, policies, intercept, egress, audit, approvals, limits },
      {
        agent: { name: 'agent', labels: {} },
        servers: [],
        rules: [],
        policies: [],
        intercept: [],
        egress: { allow: [], default: 'deny' },
        audit: { arguments: 'redacted' },
        approvals: { waitMs: 50_000, waitWithProgressMs: 300_000, expiresMs: 600_000 },
        limits: {
          maxBodyBytes: 4_194_304,
          maxJsonDepth: 128,
          cache: { maxEntries: 10_000, maxBytes: 33_554_432 },
        },
      },
    );
  });

  it('of no file at all', () => {
    const config = defaultConfig('/project');
    assert.equal(config.file, undefined);
    assert.equal(config.folder, '/project');
    assert.equal(config.rules.length, 3);
    assert.ok(config.egress.allow.some(pattern => pattern.matches('api.anthropic.com', 443)));
  });
});

interface Expected {
  readonly name: string;
  readonly text: string;
  /** `line:column message` and the hint, in order of place. */
  readonly problems: readonly (readonly [problem: string, hint?: string])[];
}

const INVALID: readonly Expected[] = [
  {
    name: 'every mistake of a stage at once, in order',
    text: `version: 2
agents: bot
rules:
  - { tol: x, effect: alow }
  - { tool: y }
egress:
  default: maybe
`,
    problems: [
      ['1:10 `version` must be `1`'],
      ['2:1 unknown key `agents`', 'did you mean `agent`?'],
      ['4:7 unknown key `tol` in `rules[0]`', 'did you mean `tool`?'],
      [
        '4:23 `rules[0].effect` must be one of `allow`, `deny`, `require_approval`',
        'did you mean `allow`?',
      ],
      ['5:5 `rules[1]` needs the key `effect`'],
      ['7:12 `egress.default` must be one of `deny`, `allow`'],
    ],
  },
  {
    name: 'no version',
    text: 'agent: bot\n',
    problems: [['1:1 the configuration needs the key `version`']],
  },
  { name: 'an empty file', text: '', problems: [['1:1 the configuration must be a mapping']] },
  { name: 'no mapping', text: '- 1\n', problems: [['1:1 the configuration must be a mapping']] },
  {
    name: 'a key without near neighbours',
    text: 'version: 1\naudit: { zzz: 1 }\n',
    problems: [['2:10 unknown key `zzz` in `audit`', 'known keys: `file`, `arguments`']],
  },
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
  {
    name: 'durations, sizes, names',
    text: `version: 1
agent: "two words"
approvals: { wait: 10, expires: 10 minutes }
limits: { body: 4MB, depth: 3 }
`,
    problems: [
      ['2:8 `agent` must be a name of letters, digits, `.`, `_` and `-`'],
      ['3:20 `approvals.wait` must be a duration such as `50s`, `10m` or `2h`'],
      ['3:33 `approvals.expires` must be a duration such as `50s`, `10m` or `2h`'],
      ['4:17 `limits.body` must be a number of bytes, or a size such as `4MiB`'],
      ['4:29 `limits.depth` must be at least 8'],
    ],
  },
  {
    name: 'servers',
    text: `version: 1
servers:
  - { name: a, url: "https://user@host/mcp" }
  - { name: a, url: "https://host/mcp?key=1" }
  - { name: c, url: "ftp://host" }
`,
    problems: [['5:21 `servers[2].url` must be an `http://` or `https://` address']],
  },
  {
    name: 'endpoints',
    text: `version: 1
servers:
  - { name: a, url: "https://user@host/mcp" }
  - { name: a, url: "https://host/mcp?key=1" }
  - { name: c, url: "https://host/mcp" }
  - { name: d, url: "https://HOST:443/mcp" }
`,
    problems: [
      ['3:21 an MCP endpoint is an origin and a path, without user, query or `#`'],
      ['4:13 another server is named `a`'],
      ['4:21 an MCP endpoint is an origin and a path, without user, query or `#`'],
      ['6:21 another server has the address `https://host/mcp`'],
    ],
  },
  {
    name: 'credentials',
    text: 'version: 1\nservers:\n  - name: a\n    url: https://a.com/mcp\n    credential: token\n',
    problems: [['5:17 `servers[0].credential`: vault entries are not available in this version']],
  },
  {
    name: 'policies that are no folder',
    text: 'version: 1\npolicies: [./policies, "https://bundles.example.com/b.tar.gz"]\n',
    problems: [
      [
        '2:24 `policies[1]`: bundles from an address are not available in this version; name a folder',
      ],
    ],
  },
  {
    name: 'host patterns',
    text: 'version: 1\negress: { allow: [a.com, "a.*.com"] }\nintercept: ["b:0"]\n',
    problems: [['2:26 `a.*.com` is no host pattern'], ['3:13 `b:0` is no host pattern']],
  },
  {
    name: 'keys that need one another, servers that are nearly named',
    text: `version: 1
servers: [{ name: github, url: "https://a.com/mcp" }]
rules:
  - { server: githb, effect: allow, approvers: [x] }
  - { server: other.example.com, effect: deny, expires: 1m }
`,
    problems: [
      ['4:15 no server is named `githb`', 'did you mean `github`?'],
      ['4:48 `approvers` goes with `effect: require_approval` only'],
      ['5:57 `expires` goes with `effect: require_approval` only'],
    ],
  },
  {
    name: 'conditions, with the caret in the YAML text',
    text: `version: 1
rules:
  - { when: 'arg.n == 1', effect: deny }
  - { when: "tool.nmae == \\"x\\"", effect: deny }
  - effect: deny
    when: |
      args.a == 1 &&
        foo.b == 2
  - { when: args.x ==, effect: deny }
`,
    problems: [
      ['3:14 `rules[0].when`: unknown variable `arg`', 'did you mean `args`?'],
      ['4:13 `rules[1].when`: unknown field `nmae`', 'did you mean `name`?'],
      [
        '8:9 `rules[2].when`: unknown variable `foo`',
        'conditions know `input`, `args`, `tool`, `server`, `agent`',
      ],
      ['9:20 `rules[3].when`: unexpected `=`'],
    ],
  },
  {
    name: 'keys of the prototype',
    text: 'version: 1\n__proto__: 1\nconstructor: 2\n',
    problems: [['2:1 unknown key `__proto__`'], ['3:1 unknown key `constructor`']],
  },
];

describe('mistakes in a configuration', () => {
  for (const { name, text, problems } of INVALID) {
    it(name, () => {
      const error = failure(() => parse(text));
      const told = error.diagnostics.map(({ message, span, hint }) => {
        const { line, column } = positionOf(span!);
        return [`${line}:${column} ${message}`, hint];
      });
      assert.deepEqual(
        told.map(([problem]) => problem),
        problems.map(([problem]) => problem),
      );
      for (const [index, [, hint]] of problems.entries()) {
        if (hint !== undefined) assert.equal(told[index]?.[1], hint);
      }
    });
  }

  it('are shown with file, line and caret', () => {
    const error = failure(() => parse('version: 1\nrules: [{ efect: allow }]\n'));
    assert.equal(error.code, 'tf_config_invalid');
    assert.match(
      error.message,
      /^tameflare\.yaml:2:11: tf_config_invalid: unknown key `efect` in `rules\[0\]`\n {2}2 \| rules: \[\{ efect: allow \}\]\n {4}\| {11}\^{5}\n {2}hint: did you mean `effect`\?/m,
    );
  });
});

function failure(run: () => unknown): ConfigError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown;
    throw thrown;
  }
  throw new Error('the configuration was accepted');
}

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
