import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['semver.compare("1.0.0", "2.0.0")', '-1'],
  ['semver.compare("1.0.0-alpha.1", "1.0.0-alpha.beta")', '-1'],
  ['semver.compare("1.0.0-alpha", "1.0.0")', '-1'],
  ['semver.compare("1.0.0-a.2", "1.0.0-a.10")', '-1'],
  ['semver.compare("1.0.0-a", "1.0.0-a.1")', '-1'],
  ['semver.compare("1.0.0+a", "1.0.0+b")', '0'],
  ['semver.compare("10.2.0", "9.99.0")', '1'],
  [
    'semver.compare("1", "1.0.0")',
    'eval_builtin_error: semver.compare: operand 1: string "1" is not a valid SemVer',
  ],
  [
    'semver.compare("1.0.0", "v1.0.0")',
    'eval_builtin_error: semver.compare: operand 2: string "v1.0.0" is not a valid SemVer',
  ],
  [
    'semver.compare(1, "1.0.0")',
    'eval_type_error: semver.compare: operand 1 must be string but got number',
  ],
  ['semver.is_valid("1.2.3-rc.1+5")', 'true'],
  ['semver.is_valid("1.2")', 'false'],
  ['semver.is_valid(1)', 'false'],
]);
