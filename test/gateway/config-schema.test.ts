import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pathText } from '../../src/gateway/config-schema.ts';
import { describeRefused } from '../support/config-problems.ts';

describe('key paths', () => {
  it('read as they would be written', () => {
    assert.equal(pathText(['rules', 2, 'when']), 'rules[2].when');
    assert.equal(pathText([]), '');
  });
});

describeRefused('departures from the schema', [
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
    problems: [
      ['2:10 unknown key `zzz` in `audit`', 'known keys: `file`, `arguments`, `rotate`, `keep`'],
    ],
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
    name: 'keys of the prototype',
    text: 'version: 1\n__proto__: 1\nconstructor: 2\n',
    problems: [['2:1 unknown key `__proto__`'], ['3:1 unknown key `constructor`']],
  },
]);
