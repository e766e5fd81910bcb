import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['equal(1, 1.0)', 'true'],
  ['eq({1, 2}, {2, 1})', 'true'],
  ['neq("a", "b")', 'true'],
  ['lt(1, "a")', 'true'],
  ['lte(2, 2)', 'true'],
  ['gt([1, 2], [1])', 'true'],
  ['gte(null, false)', 'false'],
]);
