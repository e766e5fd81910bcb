import fc from 'fast-check';
import { agree } from './differential.ts';
import { table } from './harness.ts';

const number = fc.constantFrom('0', '1', '2', '10', '010', '99999999999999999999', '');
const identifier = fc.constantFrom('0', '1', '10', '01', 'a', 'b', 'rc', '-', 'A1', '');
const identifiers = fc.array(identifier, { maxLength: 3 }).map(parts => parts.join('.'));
const version = fc
  .tuple(
    fc.array(number, { minLength: 2, maxLength: 4 }).map(parts => parts.join('.')),
    fc.option(
      identifiers.map(text => `-${text}`),
      { nil: '' },
    ),
    fc.option(
      identifiers.map(text => `+${text}`),
      { nil: '' },
    ),
  )
  .map(parts => parts.join(''));
const valid = fc
  .tuple(fc.constantFrom('1.0.0', '1.0.01', '1.10.0', '0.2.99999999999999999999'), identifiers)
  .map(([core, preRelease]) => (preRelease === '' ? core : `${core}-${preRelease}`));

agree(['semver.is_valid'], fc.tuple(version));
agree(['semver.is_valid']);
agree(['semver.compare'], fc.tuple(version, version));
agree(['semver.compare'], fc.tuple(valid, valid));

table([
  ['semver.compare', ['"1.0.0-alpha.1"', '"1.0.0-alpha.beta"'], '-1'],
  ['semver.compare', ['"1.0.0"', '"1.0.0-rc.1"'], '1'],
  ['semver.compare', ['"1.0.0+a"', '"1.0.0+b"'], '0'],
  ['semver.compare', ['"10.0.0"', '"9.0.0"'], '1'],
  ['semver.is_valid', ['"v1.0.0"'], 'false'],
  [
    'semver.compare',
    ['"1.0.0"', '"1"'],
    'ERROR eval_builtin_error: semver.compare: operand 2: string "1" is not a valid SemVer',
  ],
]);
