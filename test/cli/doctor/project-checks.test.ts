import assert from 'node:assert/strict';
import test from 'node:test';
import { nodeFinding } from '../../../src/cli/doctor/project-checks.ts';

const VERSIONS = { '18.20.1': 'failure', '20.18.3': 'failure', '20.19.0': 'ok', '22.0.0': 'ok' };

for (const [version, status] of Object.entries(VERSIONS))
  test(`Node ${version} is ${status}`, () => {
    assert.equal(nodeFinding(version).status, status);
  });
