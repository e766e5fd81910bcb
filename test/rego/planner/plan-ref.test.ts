import { test } from 'node:test';
import { assertGolden } from '../../support/golden.ts';
import { functionText, goldenOf } from '../../support/rego-compile.ts';
import { PLANS } from './plans.ts';

test('plans', () => {
  assertGolden(
    'rego/plan-ref.txt',
    goldenOf(PLANS['plan-ref']!, one => functionText(one)),
  );
});
