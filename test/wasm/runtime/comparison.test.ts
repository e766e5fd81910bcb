import fc from 'fast-check';
import { anyValue } from './arbitrary.ts';
import { agree } from './differential.ts';

const NAMES = ['equal', 'neq', 'lt', 'lte', 'gt', 'gte'];

agree(NAMES);
agree(
  NAMES,
  anyValue.map(value => [value, value]),
);
agree(['eq'], fc.tuple(anyValue, anyValue));
