/*
 * Semantic versions (semver.org 2.0.0, clause 11 for the order): build metadata does not count.
 */
import { goQuote } from '../value/go-quote.ts';
import type { Value } from '../value/value.ts';
import { type Builtin, define, failure } from './builtin.ts';
import { stringAt } from './operand.ts';

interface Version {
  readonly core: readonly bigint[];
  readonly preRelease: readonly string[];
}

const VERSION =
  /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;

function parse(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch, preRelease] = match;
  return {
    core: [major, minor, patch].map(part => BigInt(part!)),
    preRelease: preRelease?.split('.') ?? [],
  };
}

function versionAt(args: readonly Value[], position: number): Version {
  const text = stringAt(args, position);
  const version = parse(text);
  if (version === undefined) {
    throw failure(`operand ${position}: string ${goQuote(text)} is not a valid SemVer`);
  }
  return version;
}

function order<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Numbers come before other identifiers. */
function compareIdentifiers(a: string, b: string): number {
  const isNumberA = /^\d+$/.test(a);
  const isNumberB = /^\d+$/.test(b);
  if (isNumberA && isNumberB) return order(BigInt(a), BigInt(b));
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  return order(a, b);
}

function comparePreReleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length);
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const difference = compareIdentifiers(a[index]!, b[index]!);
    if (difference !== 0) return difference;
  }
  return Math.sign(a.length - b.length);
}

function compareVersions(a: Version, b: Version): number {
  const core = a.core.map((part, index) => order(part, b.core[index]!)).find(part => part !== 0);
  return core ?? comparePreReleases(a.preRelease, b.preRelease);
}

export const semver: readonly Builtin[] = [
  define('semver.compare', args => compareVersions(versionAt(args, 1), versionAt(args, 2))),
  define('semver.is_valid', ([text]) => typeof text === 'string' && parse(text) !== undefined),
];
