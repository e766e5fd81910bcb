import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { packageRoot } from '../../../src/base/package-root.ts';
import { opaDecisionLog } from '../../../src/cli/logs/opa-decision-log.ts';

const EXAMPLE = readFileSync(join(packageRoot, 'schemas/examples/audit-event.json'), 'utf8');

test('an event has what OPA knows at the top, and what is ours under `custom`', () => {
  const record = JSON.parse(EXAMPLE) as Record<string, unknown>;
  const event = JSON.parse(opaDecisionLog(EXAMPLE)) as Record<string, unknown>;
  const { outcome, upstream, prev, hash, ...opas } = record;
  assert.deepEqual(event, { ...opas, custom: { tameflare: { outcome, upstream, prev, hash } } });
});

test('numbers keep their digits', () => {
  const line = '{"decision_id":"1","outcome":"allowed","input":{"n":12345678901234567890.10}}';
  assert.match(opaDecisionLog(line), /"input":\{"n":12345678901234567890\.10\}/);
});
