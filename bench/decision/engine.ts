/** From the input document to a whole decision: rules, policies, id and times, with and without the cache. */
import { systemClock } from '../../src/base/clock.ts';
import { newId } from '../../src/base/id.ts';
import { packageRoot } from '../../src/base/package-root.ts';
import { parseJson } from '../../src/base/plain-json.ts';
import { createDecisionCache, DEFAULT_CACHE_LIMITS } from '../../src/policy/decision-cache.ts';
import { createEngine, type Engine } from '../../src/policy/engine.ts';
import type { InputDocument, ToolInfo } from '../../src/policy/input.ts';
import { loadPolicies } from '../../src/policy/loaded-policies.ts';
import type { Contender } from '../harness.ts';
import { POLICY_FOLDER } from './policies.ts';

export const ENGINE_MISS = 'decision, cache miss';
export const ENGINE_HIT = 'decision, cache hit';

/** The document as the gateway makes it: literals around arguments that came through the strict reader. */
function asInGateway(document: Record<string, unknown>): InputDocument {
  const { version, phase, action, agent, server, mcp, tool, http } =
    document as unknown as InputDocument & { readonly tool: ToolInfo };
  const args = parseJson(JSON.stringify(tool.arguments));
  const called = { name: tool.name, arguments: args, annotations: tool.annotations };
  const info: ToolInfo = { ...called, risk: tool.risk, pin: tool.pin };
  return { version, phase, action, agent, server: server!, mcp: mcp!, http, tool: info };
}

/** An engine with one access rule and the 22 rules of Rego. */
function engineOf(maxEntries: number): Engine {
  const policies = loadPolicies([POLICY_FOLDER], packageRoot)!;
  return createEngine({
    rules: [{ name: 'rules[0]', server: 'github', tool: 'get_*', effect: 'allow' }],
    rulesRevision: 'bench',
    policies: policies.module,
    locate: policies.locate,
    cache: createDecisionCache({ ...DEFAULT_CACHE_LIMITS, maxEntries }),
    clock: systemClock,
    ids: () => newId(systemClock),
  });
}

/** Inputs come round in turns, so a cache of fewer entries than inputs never has the next one. */
export function engineContenders(documents: readonly Record<string, unknown>[]): Contender[] {
  const inputs = documents.map(asInGateway);
  const hitting = engineOf(inputs.length);
  const missing = engineOf(inputs.length / 4);
  return [
    { name: ENGINE_MISS, run: index => missing.decide(inputs[index % inputs.length]!) },
    { name: ENGINE_HIT, run: index => hitting.decide(inputs[index % inputs.length]!) },
  ];
}
