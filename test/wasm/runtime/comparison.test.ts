import fc from 'fast-check';
import { agree, anyValue } from './harness.ts';

const NAMES = ['equal', 'neq', 'lt', 'lte', 'gt', 'gte'];

agree(NAMES);
agree(
  NAMES,
  anyValue.map(value => [value, value]),
);
agree(['eq'], fc.tuple(anyValue, anyValue));
