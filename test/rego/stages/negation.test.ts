import { test } from 'node:test';
import { liftNegated } from '../../../src/rego/stages/negation.ts';
import { assertGolden } from '../../support/golden.ts';
import { goldenOf } from '../../support/rego-compile.ts';
import { changeClauses, lifted, stagedText } from '../../support/rego-stages.ts';

const SOURCES = [
  'p if not input.x',
  'p if not input.x == input.y',
  'p if not input.x = 1',
  'p if not input.x != input.y',
  'p if not startswith(input.x, "a")',
  'p if not input.a[input.b]',
  'p if not input.a[input.b[input.c]] == 1',
  'p if not q[{"k": input.x}] with input as 1\nq := 1',
  'p if { x = [y | not f(input.y); y = 1] }\nf(x) := x',
  'p if { every x in [1] { not x > input.y } }',
  'import future.keywords.not\np if not input.x > input.y',
];

test('negated expressions with what they read before them', () => {
  const show = (source: string | readonly string[]) => {
    const staged = lifted(source);
    changeClauses(staged.root, clause => ({
      ...clause,
      body: liftNegated(staged.names, clause.body),
    }));
    return stagedText(staged);
  };
  assertGolden('rego/stage-negation.txt', goldenOf(SOURCES, show));
});
