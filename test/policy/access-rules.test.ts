import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compileRules, ruleStandings } from '../../src/policy/access-rules.ts';
import type { Effect } from '../../src/policy/decision.ts';
import type { InputDocument } from '../../src/policy/input.ts';
import {
  callOf,
  listed,
  messageOf,
  type RuleText,
  requestTo,
  rulesOf,
} from '../support/policy-documents.ts';

function effectOf(rules: readonly RuleText[], input: InputDocument): Effect | 'silent' {
  return compileRules(rulesOf(...rules))(input).effect ?? 'silent';
}

describe('matching a rule', () => {
  const call = callOf({ name: 'delete_issue', risk: 'high', arguments: { n: 2 } });
  const table: readonly (readonly [Omit<RuleText, 'effect'>, InputDocument, boolean])[] = [
    [{}, call, true],
    [{}, requestTo('a.com'), true],
    [{ tool: 'delete_issue' }, call, true],
    [{ tool: 'delete_*' }, call, true],
    [{ tool: 'get_*' }, call, false],
    [{ tool: '*' }, messageOf('tools/list'), false],
    [{ server: 'github' }, call, true],
    [{ server: 'git' }, call, false],
    [{ server: 'github' }, requestTo('a.com'), false],
    [{ action: 'mcp.tools.call' }, call, true],
    [{ action: 'mcp.*' }, call, true],
    [{ action: 'http.*' }, call, false],
    [{ risk: 'high' }, call, true],
    [{ risk: 'low' }, call, false],
    [{ risk: 'low' }, messageOf('ping'), false],
    [{ when: 'args.n == 2' }, call, true],
    [{ when: 'args.n == 3' }, call, false],
    [{ server: 'github', tool: 'delete_*', risk: 'high', when: 'args.n > 1' }, call, true],
    [{ server: 'github', tool: 'delete_*', risk: 'low' }, call, false],
  ];
  for (const [rule, input, matches] of table) {
    const { readable, when } = { readable: JSON.stringify(rule), when: input.action };
    it(`${readable} ${matches ? 'matches' : 'does not match'} ${when}`, () => {
      assert.equal(effectOf([{ ...rule, effect: 'allow' }], input), matches ? 'allow' : 'silent');
    });
  }
});

/** From most to least specific; each beats all below it, whatever their effects and order. */
const BY_SPECIFICITY: readonly Omit<RuleText, 'effect'>[] = [
  { tool: 'get_issue', server: 'github', action: 'mcp.tools.call', when: 'true', risk: 'low' },
  { tool: 'get_issue', server: 'github', action: 'mcp.tools.call', when: 'true' },
  { tool: 'get_issue', server: 'github', action: 'mcp.tools.call', risk: 'low' },
  { tool: 'get_issue', server: 'github', action: 'mcp.tools.call' },
  { tool: 'get_issue', server: 'github' },
  { tool: 'get_issue', server: 'git*', action: 'mcp.tools.call' },
  { tool: 'get_issue' },
  { tool: 'get_iss*', server: 'github' },
  { tool: 'get_*', server: 'github' },
  { tool: 'get_*', when: 'true' },
  { tool: 'get_*', risk: 'low' },
  { tool: 'get_*' },
  { tool: '*', server: 'github' },
  { tool: '*' },
  { server: 'github', action: 'mcp.tools.call' },
  { server: 'github' },
  { server: '*', action: 'mcp.tools.call' },
  { server: '*' },
  { action: 'mcp.tools.call' },
  { action: 'mcp.tools.*' },
  { action: 'mcp.*' },
  { when: 'true' },
  { risk: 'low' },
  {},
];

describe('precedence of rules', () => {
  const input = callOf();
  for (const [index, winner] of BY_SPECIFICITY.entries()) {
    it(`${JSON.stringify(winner)} beats all that are less specific`, () => {
      for (const loser of BY_SPECIFICITY.slice(index + 1)) {
        for (const [mine, other] of [
          ['allow', 'deny'],
          ['deny', 'allow'],
        ] as const) {
          const rules = [
            { ...loser, effect: other },
            { ...winner, effect: mine },
          ];
          assert.equal(effectOf(rules, input), mine, JSON.stringify(loser));
          assert.equal(effectOf(rules.toReversed(), input), mine, JSON.stringify(loser));
        }
      }
    });
  }

  const ties: readonly (readonly [Effect, Effect, Effect])[] = [
    ['allow', 'deny', 'deny'],
    ['allow', 'require_approval', 'require_approval'],
    ['require_approval', 'deny', 'deny'],
  ];
  for (const [first, second, wins] of ties) {
    it(`on a tie ${wins} beats ${wins === first ? second : first}`, () => {
      const rules: RuleText[] = [
        { tool: 'get_*', effect: first },
        { tool: '*_iss', effect: 'allow' },
        { tool: '*ssue', effect: second },
      ];
      assert.equal(effectOf(rules, input), wins);
      assert.equal(effectOf(rules.toReversed(), input), wins);
    });
  }

  it('does not depend on the order rules are written in', () => {
    const rule = fc.record({
      base: fc.constantFrom(...BY_SPECIFICITY),
      effect: fc.constantFrom<Effect>('allow', 'deny', 'require_approval'),
    });
    const shuffled = fc
      .array(rule, { maxLength: 8 })
      .chain(rules =>
        fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length })),
      );
    fc.assert(
      fc.property(shuffled, ([rules, other]) => {
        const texts = (list: typeof rules) => list.map(({ base, effect }) => ({ ...base, effect }));
        assert.equal(effectOf(texts(rules), input), effectOf(texts(other), input));
      }),
    );
  });

  it('the first of equal rules gives its reason', () => {
    const rules = rulesOf(
      { tool: 'get_*', effect: 'deny', reason: 'first' },
      { tool: 'get_*', effect: 'deny', reason: 'second' },
    );
    assert.equal(compileRules(rules)(input).reasons[0]?.msg, 'first');
  });
});

describe('conditions that fail', () => {
  const input = callOf();
  const table: readonly (readonly [Effect, Effect | 'silent'])[] = [
    ['allow', 'silent'],
    ['deny', 'deny'],
    ['require_approval', 'require_approval'],
  ];
  for (const [effect, result] of table) {
    it(`${effect}: ${result}, and the failure is told`, () => {
      const verdict = compileRules(rulesOf({ when: 'args.missing == 1', effect }))(input);
      assert.equal(verdict.effect ?? 'silent', result);
      const note = verdict.reasons.find(reason => reason.source === 'error');
      assert.match(
        note?.msg ?? '',
        /^the condition of `rules\[0\]` failed, so .*field not found: missing/,
      );
    });
  }

  it('an allow rule that fails leaves the word to the next', () => {
    const verdict = compileRules(
      rulesOf(
        { tool: 'get_issue', when: 'args.x', effect: 'allow' },
        { effect: 'require_approval' },
      ),
    )(input);
    assert.equal(verdict.effect, 'require_approval');
    assert.deepEqual(
      verdict.reasons.map(({ source, rule }) => [source, rule]),
      [
        ['rule', 'rules[1]'],
        ['error', 'rules[0]'],
      ],
    );
  });
});

describe('listing tools, whose arguments are unknown', () => {
  const table: readonly (readonly [name: string, rules: RuleText[], shown: Effect | 'silent'])[] = [
    ['denied by name', [{ tool: 'get_*', effect: 'deny' }], 'deny'],
    ['allowed if', [{ when: 'args.n == 1', effect: 'allow' }], 'allow'],
    [
      'denied if, else allowed',
      [
        { tool: 'get_issue', when: 'args.n == 1', effect: 'deny' },
        { tool: 'get_*', effect: 'allow' },
      ],
      'allow',
    ],
    [
      'allowed if, else denied',
      [
        { tool: 'get_issue', when: 'args.n == 1', effect: 'allow' },
        { tool: 'get_*', effect: 'deny' },
      ],
      'allow',
    ],
    [
      'held if, else denied',
      [
        { tool: 'get_issue', when: 'args.n == 1', effect: 'require_approval' },
        { tool: 'get_*', effect: 'deny' },
      ],
      'require_approval',
    ],
    [
      'denied if, else denied',
      [
        { tool: 'get_issue', when: 'args.n == 1', effect: 'deny' },
        { tool: 'get_*', effect: 'deny' },
      ],
      'deny',
    ],
    ['denied if, else nothing', [{ when: 'args.n == 1', effect: 'deny' }], 'deny'],
    [
      'a more specific refusal ends the walk',
      [
        { tool: 'get_issue', effect: 'deny' },
        { tool: 'get_*', when: 'args.n == 1', effect: 'allow' },
      ],
      'deny',
    ],
    [
      'a condition without arguments is known',
      [{ when: 'tool.name == "x"', effect: 'allow' }],
      'silent',
    ],
  ];
  for (const [name, rules, shown] of table) {
    it(name, () => assert.equal(effectOf(rules, listed()), shown));
  }
});

describe('where rules stand', () => {
  it('says what decides, what it outranks, and why the others are silent', () => {
    const rules = rulesOf(
      { tool: 'get_*', effect: 'allow' },
      { tool: 'get_issue', when: 'args.n == 1', effect: 'deny' },
      { tool: 'get_issue', when: 'args.n == 2', effect: 'require_approval' },
      { tool: 'delete_*', effect: 'deny' },
      { server: 'gitlab', effect: 'allow' },
      { risk: 'high', effect: 'deny' },
      { action: 'http.*', effect: 'deny' },
      { effect: 'deny' },
    );
    const call = callOf({ name: 'get_issue', risk: 'low', arguments: { n: 2 } });
    const standings = ruleStandings(rules, call).map(
      ({ rule, standing, why }) => `${rule.name} ${standing}${why === undefined ? '' : `: ${why}`}`,
    );
    assert.deepEqual(standings.sort(), [
      'rules[0] outranked: `rules[2]` is more specific, or stricter',
      'rules[1] silent: its condition is false',
      'rules[2] decides',
      'rules[3] silent: tool `get_issue` is not `delete_*`',
      'rules[4] silent: server `github` is not `gitlab`',
      'rules[5] silent: risk low is not high',
      'rules[6] silent: action `mcp.tools.call` is not `http.*`',
      'rules[7] outranked: `rules[2]` is more specific, or stricter',
    ]);
  });

  it('agrees with the decision', () => {
    const rules = rulesOf(
      { tool: 'a*', effect: 'allow' },
      { tool: 'a*', when: 'args.x', effect: 'deny' },
    );
    for (const args of [{ x: true }, { x: false }, {}, { x: 1 }]) {
      const input = callOf({ name: 'ab', arguments: args });
      const decider = ruleStandings(rules, input).find(({ standing }) => standing === 'decides');
      assert.equal(decider?.rule.effect, compileRules(rules)(input).effect);
    }
  });
});
