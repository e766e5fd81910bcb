import type { Result } from '../../src/ir/result.ts';
import { parseValue, toJson } from '../../src/value/json.ts';
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

/** Judges a result by OPA's rules: result sets are sets, of bindings converted to JSON. */
export function judge(test: Case, result: Result): Verdict {
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
      return judgeBindings(test, want.bindings, got);
  }
}

function judgeBindings(test: Case, want: readonly Value[], got: readonly Value[]): Verdict {
  const wanted = comparable(test, want);
  const found = comparable(test, got);
  if (compare(wanted, found) === 0) return PASSED;
  return failed(`wanted ${toJson(wanted)}, got ${toJson(found)}`);
}

function bindingsOf(value: Value): readonly Value[] {
  return value instanceof RegoSet ? value.members() : isArray(value) ? value : [value];
}

/** The set of bindings as JSON has them: sets are sorted arrays, keys are strings. */
function comparable(test: Case, bindings: readonly Value[]): RegoSet {
  const json = bindings.map(binding => parseValue(toJson(binding)));
  return RegoSet.of(test.sortBindings ? json.map(sorted) : json);
}

function sorted(binding: Value): Value {
  if (!(binding instanceof RegoObject)) return binding;
  return RegoObject.of(
    binding
      .entries()
      .map(({ key, value }): [Value, Value] => [
        key,
        isArray(value) ? value.toSorted(compare) : value,
      ]),
  );
}
