import { test } from 'node:test';
import { assertGolden } from '../../support/golden.ts';
import { functionText, goldenOf } from '../../support/rego-compile.ts';
import { PLANS } from './plans.ts';

test('plans', () => {
  assertGolden(
    'rego/plan-object-rules.txt',
    goldenOf(PLANS['plan-object-rules']!, one => functionText(one)),
  );
});
