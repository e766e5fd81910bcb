import { describeRefused } from '../support/config-problems.ts';

describeRefused('what only the meaning tells', [
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
]);
