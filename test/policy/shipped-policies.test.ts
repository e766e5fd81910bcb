import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fixedClock } from '../../src/base/clock.ts';
import { packageRoot } from '../../src/base/package-root.ts';
import { loadBundle } from '../../src/policy/bundle.ts';
import { createEngine, type Engine } from '../../src/policy/engine.ts';
import type { InputDocument, ToolInfo } from '../../src/policy/input.ts';
import { loadPolicies } from '../../src/policy/loaded-policies.ts';
import { runTests } from '../../src/policy/tester.ts';
import { interpretedModule } from '../support/interpreted-module.ts';
import { callOf, listed } from '../support/policy-documents.ts';

const FOLDERS = ['tameflare', 'examples'].map(name => join(packageRoot, 'policies', name));
const bundle = loadBundle(FOLDERS, packageRoot);

describe('shipped policies', () => {
  it('pass their own tests', () => {
    const modules = { ...bundle.modules, ...bundle.tests };
    const { results } = runTests({ modules, data: bundle.data });
    assert.ok(results.length >= 17);
    assert.deepEqual(
      results.filter(({ status }) => status !== 'pass'),
      [],
    );
  });
});

/** The example for GitHub, decided from tool to audit: compiled to WebAssembly and interpreted. */
describe('the GitHub example', () => {
  let engines: readonly Engine[] = [];
  before(() => {
    const loaded = loadPolicies(FOLDERS, packageRoot)!;
    engines = [loaded.module, interpretedModule(bundle.modules)].map(policies =>
      createEngine({
        rules: [],
        rulesRevision: 'none',
        policies,
        locate: loaded.locate,
        clock: fixedClock(0n),
        ids: () => 'id',
      }),
    );
  });

  function call(name: string, args: ToolInfo['arguments'] = {}): InputDocument {
    return callOf({ name, arguments: args });
  }

  const table: readonly (readonly [InputDocument, outcome: string, msg: string, place?: string])[] =
    [
      [call('get_issue', { repo: 'acme/backend' }), 'allowed', 'allow'],
      [
        call('get_issue', { repo: 'evil/x' }),
        'denied_by_policy',
        'evil/x is not a repository of ours',
        'policies/examples/github.rego:25',
      ],
      [
        call('create_pull_request', { repo: 'acme/backend', head: 'main', title: 'OPS-1: x' }),
        'denied_by_policy',
        'pull requests come from a branch, not from main',
        'policies/examples/github.rego:19',
      ],
      [
        call('merge_pull_request', { repo: 'acme/backend' }),
        'approval_pending',
        'merging needs a person',
        'policies/examples/github.rego:31',
      ],
      [listed({ name: 'create_pull_request' }), 'allowed', 'allow'],
    ];
  for (const [input, outcome, msg, place] of table) {
    it(`${input.phase} ${input.tool?.name} ${JSON.stringify(input.tool?.arguments)}: ${outcome}`, () => {
      const [compiled, interpreted] = engines.map(engine => {
        const { micros: _micros, revision: _revision, ...decision } = engine.decide(input);
        return decision;
      });
      assert.deepEqual(compiled, interpreted);
      const [reason] = compiled!.reasons;
      assert.equal(compiled!.outcome, outcome);
      assert.equal(reason?.msg, msg);
      assert.equal(place && `${reason?.file}:${reason?.line}`, place);
    });
  }
});
