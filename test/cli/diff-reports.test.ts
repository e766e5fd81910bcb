import assert from 'node:assert/strict';
import test from 'node:test';
import { DIFF_REPORTS, type ReportedDiff } from '../../src/cli/diff-reports.ts';
import type { DecisionChange } from '../../src/policy/decision-diff.ts';

const OPENED: DecisionChange = {
  direction: 'opened',
  base: 'deny',
  head: 'allow',
  server: 'github',
  subject: 'a|b<i>\u202e',
  before: { source: 'policy', msg: 'no *main*', file: 'p/a.rego', line: 3 },
  now: undefined,
  calls: 2,
  ids: ['1', '2'],
  masked: 1,
};

function diffOf(
  changes: readonly DecisionChange[],
  acknowledged: readonly DecisionChange[] = [],
): ReportedDiff {
  return {
    base: 'main',
    head: 'here',
    calls: 4,
    distinct: 3,
    unreadable: 1,
    changes,
    acknowledged: new Set(acknowledged),
  };
}

test('for a terminal', () => {
  assert.equal(
    DIFF_REPORTS.pretty(diffOf([OPENED], [OPENED])),
    [
      'DENY → ALLOW        github: a|b<i>\\u{202e}  2 calls, 1 with masked values (acknowledged)',
      '    before: no *main* (p/a.rego:3)',
      '    now:    nothing is said',
      '    1 2',
      '4 calls replayed (3 distinct), 2 decided otherwise; 1 lines hold no call and were left out',
    ].join('\n'),
  );
});

test('for a pull request: names and messages are no markup', () => {
  const text = DIFF_REPORTS.markdown(diffOf([OPENED]));
  assert.match(text, /^### Policy diff: main → here$/m);
  assert.match(text, /^\| ⚠ DENY → ALLOW \| github \| a\\\|b\\<i\\>/m);
  assert.match(text, /no \\\*main\\\*/);
  assert.match(DIFF_REPORTS.markdown(diffOf([])), /No decision changes\. 4 calls replayed/);
});

test('for tools', () => {
  const { changes, base } = JSON.parse(DIFF_REPORTS.json(diffOf([OPENED], [OPENED])));
  assert.equal(base, 'main');
  assert.equal(changes[0].acknowledged, true);
});
