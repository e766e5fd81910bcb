import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { defaultConfig } from '../../src/gateway/config.ts';
import { LIFECYCLE_ACTIONS } from '../../src/mcp/protocol.ts';
import { createEngine } from '../../src/policy/engine.ts';
import type { InputDocument } from '../../src/policy/input.ts';
import { callOf, messageOf, requestTo } from '../support/policy-documents.ts';

const { rules, revision, egress } = defaultConfig('/');
const engine = createEngine({
  rules,
  rulesRevision: revision,
  egress,
  lifecycleActions: LIFECYCLE_ACTIONS,
  clock: systemClock,
  ids: () => 'id',
});

const TABLE: readonly (readonly [name: string, input: InputDocument, effect: string])[] = [
  ['initialize', messageOf('initialize'), 'allow'],
  ['a notification', messageOf('notifications/initialized'), 'allow'],
  ['listing tools', messageOf('tools/list'), 'allow'],
  ['listing templates', messageOf('resources/templates/list'), 'allow'],
  ['a low-risk call', callOf({ risk: 'low' }), 'allow'],
  ['a medium-risk call', callOf({ risk: 'medium' }), 'require_approval'],
  ['a high-risk call', callOf({ risk: 'high' }), 'require_approval'],
  ['reading a resource', messageOf('resources/read'), 'require_approval'],
  ['sampling', messageOf('sampling/createMessage'), 'require_approval'],
  ['a model API', requestTo('api.anthropic.com'), 'allow'],
  ['another host', requestTo('example.com'), 'deny'],
];

describe('the built-in configuration', () => {
  for (const [name, input, effect] of TABLE) {
    it(`${name}: ${effect}`, () => assert.equal(engine.decide(input).effect, effect));
  }
});
