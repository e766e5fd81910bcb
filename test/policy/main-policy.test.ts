import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../src/base/package-root.ts';
import { toJs } from '../../src/value/json.ts';
import { interpretedModule } from '../support/interpreted-module.ts';

const MAIN = readFileSync(join(packageRoot, 'policies', 'tameflare', 'main.rego'), 'utf8');

/** What the shipped policy makes of packages, each given as its rules. */
function decide(packages: Readonly<Record<string, string>>, input: object = {}): unknown {
  const sources = Object.entries(packages).map(([name, rules]) => [
    `${name}.rego`,
    `package policies.${name}\n\n${rules}\n`,
  ]);
  const module = interpretedModule({ 'main.rego': MAIN, ...Object.fromEntries(sources) });
  const result = module.evaluate(JSON.stringify(input), { nowNs: 0n });
  if (result.kind === 'defined') return toJs(result.value);
  return result.kind === 'error' ? result.error : undefined;
}

function said(rule: string, msg: string, more: object = {}, name = 'a') {
  return { package: `policies.${name}`, rule, msg, ...more };
}

interface Case {
  readonly name: string;
  readonly packages: Readonly<Record<string, string>>;
  readonly effect: string;
  readonly reasons?: readonly object[];
  readonly shadow?: readonly object[];
  readonly redact?: readonly string[];
}

const CASES: readonly Case[] = [
  { name: 'no packages', packages: {}, effect: 'none' },
  { name: 'a package that says nothing', packages: { a: 'x := 1' }, effect: 'none' },
  {
    name: 'deny with a message',
    packages: { a: 'deny contains "no" if true' },
    effect: 'deny',
    reasons: [said('deny', 'no')],
  },
  {
    name: 'deny with message and code',
    packages: { a: 'deny contains {"msg": "no", "code": "c"}' },
    effect: 'deny',
    reasons: [said('deny', 'no', { code: 'c' })],
  },
  {
    name: 'deny beats require_approval and allow',
    packages: {
      a: 'allow := true',
      b: 'require_approval contains "ask"',
      c: 'deny contains "no"',
    },
    effect: 'deny',
    reasons: [said('deny', 'no', {}, 'c')],
  },
  {
    name: 'require_approval beats allow',
    packages: { a: 'allow := true', b: 'require_approval contains "ask"' },
    effect: 'require_approval',
    reasons: [said('require_approval', 'ask', {}, 'b')],
  },
  {
    name: 'allow alone',
    packages: {
      a: 'default allow := false\n\nallow if input.x == 1',
      b: 'deny contains "n" if input.y',
    },
    effect: 'allow',
    reasons: [said('allow', 'allow')],
  },
  {
    name: 'all reasons of the effect',
    packages: { a: 'deny contains "1"\n\ndeny contains "2"', b: 'deny contains "3"' },
    effect: 'deny',
    reasons: [said('deny', '1'), said('deny', '2'), said('deny', '3', {}, 'b')],
  },
  {
    name: 'shadow rules',
    packages: { a: 'allow := true\n\nshadow_deny contains "would"\n\nshadow_allow := true' },
    effect: 'allow',
    reasons: [said('allow', 'allow')],
    shadow: [said('shadow_allow', 'shadow_allow'), said('shadow_deny', 'would')],
  },
  {
    name: 'redact',
    packages: { a: 'redact contains "/tool/arguments/token"', b: 'redact contains "/params"' },
    effect: 'none',
    redact: ['/params', '/tool/arguments/token'],
  },
];

/** Every way to write an objection objects. */
const FORMS: readonly (readonly [rule: string, msg: string])[] = [
  ['deny := true', 'deny'],
  ['deny if input.x == 1', 'deny'],
  ['deny := "no"', 'no'],
  ['deny := {"msg": "no"}', 'no'],
  ['deny := ["no"]', 'no'],
  ['deny["no"] := true', 'no'],
  ['deny := 0', '0'],
  ['deny := null', 'null'],
  ['deny contains 7', '7'],
  ['deny contains {"why": "no"}', '{"why":"no"}'],
];

/** Ways of not objecting, and of not consenting. */
const SILENT: readonly string[] = [
  'deny := false',
  'deny := set()',
  'deny := []',
  'deny := {}',
  'deny["no"] := false',
  'allow := false',
  'allow := 0',
  'allow := null',
  'allow := set()',
  'allow contains false',
];

describe('the shipped policy', () => {
  for (const { name, packages, effect, reasons = [], shadow = [], redact = [] } of CASES) {
    it(name, () => {
      assert.deepEqual(decide(packages, { x: 1 }), { effect, reasons, shadow, redact });
    });
  }
  for (const [rule, msg] of FORMS) {
    it(`${rule} denies`, () => {
      const expected = { effect: 'deny', reasons: [said('deny', msg)], shadow: [], redact: [] };
      assert.deepEqual(decide({ a: rule }, { x: 1 }), expected);
    });
  }
  for (const rule of SILENT) {
    it(`${rule} says nothing`, () => {
      const expected = { effect: 'none', reasons: [], shadow: [], redact: [] };
      assert.deepEqual(decide({ a: rule }, { x: 1 }), expected);
    });
  }
});
