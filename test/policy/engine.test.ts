import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fixedClock } from '../../src/base/clock.ts';
import { JsonNumber } from '../../src/base/plain-json.ts';
import { shippedMain } from '../../src/policy/bundle.ts';
import type { Decision, Effect, Outcome } from '../../src/policy/decision.ts';
import type { DecisionModule } from '../../src/policy/decision-module.ts';
import type { Egress } from '../../src/policy/egress.ts';
import { createEngine, type Engine, type EngineOptions } from '../../src/policy/engine.ts';
import { parseHostPattern } from '../../src/policy/host-pattern.ts';
import type { InputDocument } from '../../src/policy/input.ts';
import { schemaErrors } from '../../src/policy/schemas.ts';
import { compiledModule } from '../support/compiled-module.ts';
import { interpretedModule } from '../support/interpreted-module.ts';
import {
  callOf,
  listed,
  messageOf,
  type RuleText,
  requestTo,
  rulesOf,
} from '../support/policy-documents.ts';

/** Real Rego, combined by the shipped main module. */
function sourcesOf(rules: string): Record<string, string> {
  return { 'main.rego': shippedMain(), 'a.rego': `package policies.a\n\n${rules}\n` };
}

const compiledModules = new Map<string, DecisionModule>();

/** Compiled once per text: tests share modules, never engines. */
function policies(rules: string): DecisionModule {
  const module = compiledModules.get(rules) ?? compiledModule(sourcesOf(rules));
  compiledModules.set(rules, module);
  return module;
}

function engineOf(options: Partial<EngineOptions> = {}): Engine {
  let count = 0;
  return createEngine({
    rules: [],
    rulesRevision: 'rules-revision',
    clock: fixedClock(1_000_000_000n),
    ids: () => `id-${++count}`,
    ...options,
  });
}

const SAID: Readonly<Record<Effect | 'failing', string>> = {
  deny: 'deny contains "policy says deny"',
  require_approval: 'require_approval contains "policy says require_approval"',
  allow: 'allow contains "policy says allow"',
  failing: 'deny := 1\n\ndeny := 2 if input.version == 1',
};

function conforms(decision: Decision): void {
  assert.deepEqual(schemaErrors('decision', decision), []);
}

describe('combining rules and policies', () => {
  const table: readonly (readonly [Effect, keyof typeof SAID, Outcome])[] = [
    ['deny', 'allow', 'denied_by_rule'],
    ['allow', 'deny', 'denied_by_policy'],
    ['allow', 'require_approval', 'approval_pending'],
    ['allow', 'allow', 'allowed'],
    ['allow', 'failing', 'policy_error'],
  ];
  for (const [effect, said, outcome] of table) {
    it(`${effect} and ${said}: ${outcome}`, () => {
      const engine = engineOf({ rules: rulesOf({ effect }), policies: policies(SAID[said]) });
      const decision = engine.decide(callOf());
      assert.equal(decision.outcome, outcome);
      conforms(decision);
    });
  }

  it('gives the reasons of the effect, from both', () => {
    const engine = engineOf({
      rules: rulesOf({ effect: 'deny', reason: 'rule says no' }),
      policies: policies(`${SAID.deny}\n\n${SAID.allow}`),
    });
    assert.deepEqual(engine.decide(callOf()).reasons, [
      { source: 'rule', rule: 'rules[0]', msg: 'rule says no' },
      { source: 'policy', package: 'policies.a', rule: 'deny', msg: 'policy says deny' },
    ]);
  });

  it('nothing said: what nobody allows', () => {
    assert.deepEqual(engineOf().decide(callOf()).reasons, [
      { source: 'default', msg: 'no rule or policy allows `tool get_issue` on `github`' },
    ]);
    const explained = engineOf({ explainDefault: input => `nothing about ${input.action}` });
    assert.equal(explained.decide(callOf()).reasons[0]?.msg, 'nothing about mcp.tools.call');
  });

  it('a failing policy says why, and everything sent is masked', () => {
    const decision = engineOf({ policies: policies(SAID.failing) }).decide(callOf());
    assert.equal(decision.reasons[0]?.source, 'error');
    assert.equal(decision.reasons[0]?.code, 'eval_conflict_error');
    assert.deepEqual(decision.redact, ['/tool/arguments', '/prompt/arguments', '/params']);
  });

  it('a module that throws refuses too', () => {
    const broken: DecisionModule = {
      ...policies(SAID.allow),
      evaluate() {
        throw new Error('out of memory');
      },
    };
    const decision = engineOf({ policies: broken }).decide(callOf());
    assert.equal(decision.outcome, 'policy_error');
    assert.equal(decision.reasons[0]?.msg, 'the policies failed: out of memory');
  });
});

describe('a decision', () => {
  it('carries approvers, expiry, shadow, redact, revision, id', () => {
    const engine = engineOf({
      rules: rulesOf({ effect: 'require_approval', approvers: ['oncall'], expiresMs: 1000 }),
      policies: policies(
        'shadow_deny contains {"msg": "would", "code": "c"}\n\nredact contains "/tool/arguments/token"',
      ),
      locate: () => ({ file: 'a.rego', line: 3 }),
    });
    const decision = engine.decide(callOf());
    const { micros, ...rest } = decision;
    assert.ok(micros >= 0);
    assert.deepEqual(rest, {
      id: 'id-1',
      effect: 'require_approval',
      outcome: 'approval_pending',
      reasons: [{ source: 'rule', rule: 'rules[0]', msg: 'held for approval by `rules[0]`' }],
      approvers: ['oncall'],
      expiresMs: 1000,
      shadow: [
        {
          source: 'policy',
          package: 'policies.a',
          rule: 'shadow_deny',
          code: 'c',
          msg: 'would',
          file: 'a.rego',
          line: 3,
          effect: 'deny',
        },
      ],
      redact: ['/tool/arguments/token'],
      revision: 'rules-revisi-test',
      cached: false,
    });
    conforms(decision);
    assert.equal(engine.decide(callOf()).id, 'id-2');
  });

  it('shows policies what they read, digit by digit', () => {
    const engine = engineOf({ policies: policies('allow if input.tool.arguments.n == 1.0') });
    const effects = [1, new JsonNumber('1.0'), new JsonNumber('1.00001'), '1'].map(
      n => engine.decide(callOf({ arguments: { n, m: n } })).effect,
    );
    assert.deepEqual(effects, ['allow', 'allow', 'deny', 'deny']);
  });
});

describe('the kill switch', () => {
  it('holds over everything, and policies still say what to mask', () => {
    const engine = engineOf({
      rules: rulesOf({ effect: 'allow' }),
      policies: policies('allow := true\n\nredact contains "/params"'),
      kills: () => [{ scope: 'tool', name: 'get_issue', reason: 'incident 7' }],
    });
    const decision = engine.decide(callOf());
    assert.deepEqual([decision.effect, decision.outcome], ['deny', 'killed']);
    assert.deepEqual(decision.reasons, [
      {
        source: 'kill_switch',
        msg: 'tool `get_issue` is switched off by the operator: incident 7',
      },
    ]);
    assert.deepEqual(decision.redact, ['/params']);
    conforms(decision);
    assert.equal(engine.decide(callOf({ name: 'other' })).effect, 'allow');
  });

  it('is asked at every decision', () => {
    const kills: { scope: 'all' }[] = [];
    const engine = engineOf({ rules: rulesOf({ effect: 'allow' }), kills: () => kills });
    assert.equal(engine.decide(callOf()).effect, 'allow');
    kills.push({ scope: 'all' });
    assert.equal(engine.decide(callOf()).outcome, 'killed');
  });
});

describe('protocol messages and other hosts', () => {
  const lifecycleActions = ['mcp.initialize', 'mcp.notifications.*'];
  const egress = { allow: [parseHostPattern('api.example.com')!], default: 'deny' } as const;
  const table: readonly (readonly [
    name: string,
    rules: RuleText[],
    input: InputDocument,
    effect: Effect,
  ])[] = [
    ['lifecycle is allowed', [], messageOf('initialize'), 'allow'],
    ['by pattern', [], messageOf('notifications/cancelled'), 'allow'],
    ['other messages are not', [], messageOf('tools/list'), 'deny'],
    [
      'a wider rule leaves it',
      [{ action: 'mcp.*', effect: 'deny' }],
      messageOf('initialize'),
      'allow',
    ],
    [
      'an equal rule overrides it',
      [{ action: 'mcp.initialize', effect: 'deny' }],
      messageOf('initialize'),
      'deny',
    ],
    [
      'a rule about the server overrides it',
      [{ server: 'github', effect: 'deny' }],
      messageOf('initialize'),
      'deny',
    ],
    ['a listed host', [], requestTo('api.example.com'), 'allow'],
    ['another host', [], requestTo('example.com'), 'deny'],
    [
      'a rule about http speaks before the list',
      [{ action: 'http.get', effect: 'require_approval' }],
      requestTo('api.example.com'),
      'require_approval',
    ],
  ];
  for (const [name, rules, input, effect] of table) {
    it(name, () => {
      const engine = engineOf({ rules: rulesOf(...rules), lifecycleActions, egress });
      assert.equal(engine.decide(input).effect, effect);
    });
  }

  it('a policy objects to lifecycle messages and listed hosts', () => {
    const engine = engineOf({ lifecycleActions, egress, policies: policies(SAID.deny) });
    assert.equal(engine.decide(messageOf('initialize')).outcome, 'denied_by_policy');
    assert.equal(engine.decide(requestTo('api.example.com')).outcome, 'denied_by_policy');
  });

  it('notes of a failed condition stay with the verdict of the list', () => {
    const engine = engineOf({ egress, rules: rulesOf({ when: 'args.x', effect: 'allow' }) });
    const { effect, reasons } = engine.decide(requestTo('api.example.com'));
    assert.equal(effect, 'allow');
    assert.deepEqual(
      reasons.map(({ source }) => source),
      ['rule', 'error'],
    );
  });
});

describe('servers that nobody declared', () => {
  const rules = rulesOf({ effect: 'allow' });
  const egress = { allow: [parseHostPattern('github.example.com')!], default: 'deny' } as const;
  const engine = (servers: string[], listed = egress as Egress) =>
    engineOf({ rules, servers: new Set(servers), egress: listed });

  it('are out of reach whatever rules allow', () => {
    const { outcome, reasons } = engine([], { allow: [], default: 'deny' }).decide(callOf());
    assert.equal(outcome, 'denied_by_default');
    assert.deepEqual(
      reasons.map(({ source }) => source),
      ['default'],
    );
  });

  it('are reached where they are declared, or their host is allowed', () => {
    assert.equal(
      engine([callOf().server!.name], { allow: [], default: 'deny' }).decide(callOf()).effect,
      'allow',
    );
    assert.equal(engine([], { allow: [], default: 'allow' }).decide(callOf()).effect, 'allow');
  });

  it('a policy that denies is heard all the same', () => {
    const denying = engineOf({ rules, servers: new Set(), egress, policies: policies(SAID.deny) });
    assert.equal(denying.decide(callOf()).outcome, 'denied_by_policy');
  });
});

describe('listing a tool under policies', () => {
  const table: readonly (readonly [rules: string, effect: Effect])[] = [
    ['allow if input.tool.name == "get_issue"', 'allow'],
    ['allow if input.tool.name == "other"', 'deny'],
    ['allow if input.tool.arguments.n == 1', 'allow'],
    ['allow if { some k; input.tool[k].n == 1 }', 'allow'],
    ['deny contains "x" if input.tool.arguments.n == 1', 'allow'],
    ['deny contains "x" if input.tool.name == "get_issue"', 'deny'],
  ];
  for (const [rules, effect] of table) {
    it(`${rules}: ${effect === 'deny' ? 'hidden' : 'shown'}`, () => {
      assert.equal(engineOf({ policies: policies(rules) }).decide(listed()).effect, effect);
    });
  }
});

describe('the decision cache', () => {
  const rego = `
deny contains sprintf("no %v", [input.tool.arguments.n]) if input.tool.arguments.n > 2
allow if input.tool.name in {"a", "b"}
require_approval contains "x" if input.tool.arguments.list[_] == input.tool.name
redact contains "/tool/arguments/secret" if input.tool.arguments.secret
`;

  const scalar = fc.constantFrom<unknown>(0, 1, 3, '1', 'a', null, true, '');
  const args = fc.record(
    {
      n: fc.oneof(scalar, fc.constant([])),
      list: fc.oneof(fc.array(scalar, { maxLength: 3 }), fc.dictionary(fc.string(), scalar)),
      secret: scalar,
      other: scalar,
    },
    { requiredKeys: [] },
  );
  const input = fc
    .tuple(fc.constantFrom('a', 'b', 'c'), args, fc.boolean())
    .map(([name, value, isList]) => {
      const call = callOf({ name, arguments: value as never });
      return isList ? listed({ name }) : call;
    });

  it('gives what deciding anew would give, in either engine', () => {
    const compiled = policies(rego);
    const interpreted = interpretedModule(sourcesOf(rego));
    const rules = rulesOf(
      { tool: 'b', when: 'args.n == 1', effect: 'deny' },
      { tool: 'c', when: 'has(args.other)', effect: 'allow' },
    );
    const cached = engineOf({ rules, policies: compiled });
    fc.assert(
      fc.property(input, document => {
        const fresh = engineOf({ rules, policies: interpreted }).decide(document);
        const { id: _a, micros: _b, cached: _c, ...expected } = fresh;
        const { id: _d, micros: _e, cached: _f, ...actual } = cached.decide(document);
        assert.deepEqual(actual, expected);
      }),
      { numRuns: 300 },
    );
  });

  it('says when it was used', () => {
    const engine = engineOf({ policies: policies(rego) });
    const decide = (other: number) => engine.decide(callOf({ name: 'a', arguments: { other } }));
    assert.deepEqual([decide(1).cached, decide(2).cached, decide(3).cached], [false, true, true]);
    assert.equal(decide(4).effect, 'allow');
  });

  it('keeps nothing of policies that ask for the time', () => {
    const engine = engineOf({ policies: policies('allow if time.now_ns() == 1000000000') });
    const decisions = [engine.decide(callOf()), engine.decide(callOf())];
    assert.deepEqual(
      decisions.map(({ effect, cached }) => [effect, cached]),
      [
        ['allow', false],
        ['allow', false],
      ],
    );
  });
});
