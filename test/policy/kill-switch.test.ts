import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { InputDocument } from '../../src/policy/input.ts';
import { type Kill, killedBy } from '../../src/policy/kill-switch.ts';
import { callOf, messageOf, requestTo } from '../support/policy-documents.ts';

const call = callOf({ name: 'get_issue' });

describe('what a kill covers', () => {
  const table: readonly (readonly [Kill, InputDocument, boolean])[] = [
    [{ scope: 'all' }, call, true],
    [{ scope: 'all' }, requestTo('a.com'), true],
    [{ scope: 'agent', name: 'bot' }, call, true],
    [{ scope: 'agent', name: 'bot' }, requestTo('a.com'), true],
    [{ scope: 'agent', name: 'other' }, call, false],
    [{ scope: 'server', name: 'github' }, call, true],
    [{ scope: 'server', name: 'github' }, requestTo('a.com'), false],
    [{ scope: 'server', name: 'git' }, call, false],
    [{ scope: 'tool', name: 'get_issue' }, call, true],
    [{ scope: 'tool', name: 'get_issue' }, messageOf('tools/list'), false],
    [{ scope: 'tool', name: 'get_*' }, call, true],
    [{ scope: 'tool', name: 'delete_*' }, call, false],
    [{ scope: 'server', name: 'git*' }, call, true],
    [{ scope: 'tool' }, call, false],
    [{ scope: 'server' }, requestTo('a.com'), false],
  ];
  for (const [kill, input, covered] of table) {
    it(`${JSON.stringify(kill)} ${covered ? 'covers' : 'leaves'} ${input.action}`, () => {
      assert.equal(killedBy([kill], input) === kill, covered);
    });
  }
});
