import type { Result } from '../../src/ir/result.ts';
import { fromJs, parseValue, toJs, toJson } from '../../src/value/json.ts';
import { compare, isArray, RegoObject, RegoSet, type Value } from '../../src/value/value.ts';
import type { Case } from './cases.ts';

export type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly why: string }
  /** The engine can't be asked: `why` is a limit of the engine, not of this case's answer. */
  | { readonly kind: 'unsupported'; readonly why: string };

const PASSED: Verdict = { kind: 'passed' };

function failed(why: string): Verdict {
  return { kind: 'failed', why };
}

/** How an engine's results compare: as values, or as far as a host of JSON and doubles can tell. */
export type Precision = 'exact' | 'json';

/** Judges a result by OPA's rules: result sets are sets, of bindings converted to JSON. */
export function judge(test: Case, result: Result, precision: Precision = 'exact'): Verdict {
  const { want } = test;
  if (result.kind === 'error') {
    const { code, message } = result.error;
    if (want.kind !== 'error') return failed(`${code}: ${message}`);
    const matches = want.code === undefined || want.code === code;
    return matches ? PASSED : failed(`wanted ${want.code}, got ${code}: ${message}`);
  }
  const got = result.kind === 'defined' ? bindingsOf(result.value) : [];
  switch (want.kind) {
    case 'error':
      return failed(`wanted ${want.code ?? want.text}, got ${toJson(got)}`);
    case 'defined':
      return got.length > 0 === want.defined ? PASSED : failed(`got ${toJson(got)}`);
    case 'results':
      return judgeBindings(test, want.bindings, got, precision);
  }
}

function judgeBindings(
  test: Case,
  want: readonly Value[],
  got: readonly Value[],
  precision: Precision,
): Verdict {
  const wanted = comparable(test, want, precision);
  const found = comparable(test, got, precision);
  if (compare(wanted, found) === 0) return PASSED;
  return failed(`wanted ${toJson(wanted)}, got ${toJson(found)}`);
}

function bindingsOf(value: Value): readonly Value[] {
  return value instanceof RegoSet ? value.members() : isArray(value) ? value : [value];
}

/**
 * The set of bindings as JSON has them: sets are sorted arrays, keys are strings. The cases with plans
 * have been through a program that knows doubles only, so both sides are rounded there.
 */
function comparable(test: Case, bindings: readonly Value[], precision: Precision): RegoSet {
  const rounded = test.kind === 'plans' || precision === 'json';
  const json = bindings
    .map(binding => (rounded ? fromJs(toJs(binding)) : parseValue(toJson(binding))))
    .map(binding => (precision === 'json' ? unordered(binding) : binding));
  return RegoSet.of(test.sortBindings ? json.map(sorted) : json);
}

function mapObject(object: RegoObject, change: (value: Value) => Value): RegoObject {
  return RegoObject.of(
    object.entries().map(({ key, value }): [Value, Value] => [key, change(value)]),
  );
}

function sorted(binding: Value): Value {
  if (!(binding instanceof RegoObject)) return binding;
  return mapObject(binding, value => (isArray(value) ? value.toSorted(compare) : value));
}

/** In JSON a set is an array in any order, so no order counts. */
function unordered(value: Value): Value {
  if (isArray(value)) return value.map(unordered).sort(compare);
  return value instanceof RegoObject ? mapObject(value, unordered) : value;
}
