/** A process that compiles and loads one policy, and ends. */
import { compile, load } from '../../src/policy/compiler.ts';
import { mixedRules } from './rules.ts';

load(
  compile({
    modules: { cold: mixedRules(200, 'cold') },
    entrypoints: ['cold/deny', 'cold/allow'],
  }),
);
