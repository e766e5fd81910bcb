/*
 * Regular expressions of conditions: RE2 by re2js, linear in the text, and each pattern compiled
 * once. Patterns are nearly always constants of the configuration, and compiling one costs more than
 * a match; one that a caller chose must not cost more than its budget either.
 */
import { LRUCache } from 'lru-cache';
import { RE2JS } from 're2js';
import { type Meter, spend } from './meter.ts';

/** Instructions of a compiled pattern that are tried on one character in one unit. */
const REGEX_STEPS_PER_UNIT = 16;
/** Compiling one character of a pattern, which may stand for a large class. */
const COMPILING_UNITS = 100;
const MAX_PATTERN_CHARACTERS = 1000;
const MAX_PATTERNS = 500;

export interface Matcher {
  test(text: string): boolean;
}

/** What counted repetitions multiply a compiled pattern by, added up. */
function repetitions(pattern: string): number {
  return [...pattern.matchAll(/\{(?:\d+,)?(\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
}

function compiledPattern(pattern: string, meter: Meter): Matcher {
  if (pattern.length > MAX_PATTERN_CHARACTERS) throw new Error('the pattern is too long');
  spend(meter, pattern.length * (COMPILING_UNITS + repetitions(pattern)));
  const regex = RE2JS.compile(pattern);
  spend(meter, regex.programSize());
  const unitsPerCharacter = 1 + regex.programSize() / REGEX_STEPS_PER_UNIT;
  return {
    test(text) {
      spend(meter, 1 + text.length * unitsPerCharacter);
      return regex.test(text);
    },
  };
}

/** Compiles patterns, and remembers the ones in use. */
export function patternCache(meter: Meter): { compile(pattern: string): Matcher } {
  const compiled = new LRUCache<string, Matcher>({ max: MAX_PATTERNS });
  return {
    compile(pattern) {
      const known = compiled.get(pattern);
      if (known !== undefined) return known;
      const matcher = compiledPattern(pattern, meter);
      compiled.set(pattern, matcher);
      return matcher;
    },
  };
}
