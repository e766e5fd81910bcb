/*
 * What runs against a real `opa` have found, one row each with what `opa` says: a document as JSON, an
 * error's code, or the code that the module is refused with. Both engines have to say the same.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DATA } from './compare.ts';
import { compileOrRefuse, enginesOf } from './ours.ts';
import { isRefusal } from './outcome.ts';

interface Row {
  readonly found: string;
  readonly module: string;
  readonly strict?: boolean;
  readonly opa: string;
}

const TABLE: readonly Row[] = [
  {
    found: 'a pattern before a collection of another shape binds nothing',
    module: 'p if { {"a": x} = set(); x }',
    opa: 'rego_unsafe_var_error',
  },
  {
    found: 'an array pattern before an array of another length binds nothing',
    module: 'p if { [x, 0] = [1]; x }',
    opa: 'rego_unsafe_var_error',
  },
  {
    found: 'a comprehension before a pattern binds it',
    module: 'p := x if { {"a": 1 | true} = {"a": x} }',
    opa: '{"p":1}',
  },
  {
    found: 'a nested call has no operand for its result',
    module: 'f(x) := count(x, x)',
    opa: 'rego_type_error',
  },
  {
    found: 'a call that is a statement has one, also inside of comprehensions in heads',
    module: 'p := count([count([v | walk([1], [_, v])]) | true])',
    opa: '{"p":1}',
  },
  {
    found: 'rules with run-time keys below one path make values or make sets, not both',
    module: 'p[x] := 1 if some x in [1]\np[x] contains 1 if some x in [2]',
    opa: 'rego_type_error',
  },
  {
    found: 'nothing extends a rule whose keys are all constant',
    module: 'p[1] := 2\np[1].b := 1',
    opa: 'rego_type_error',
  },
  {
    found: 'a key of an unknown document may be of any type',
    module: 'p := object.keys(v) & v if data.other[v]',
    opa: '{}',
  },
  {
    found: 'a patch that does not apply is an error where errors count',
    module: 'p := json.patch("ab", [{"op": "add", "path": "/z", "value": 1}])',
    strict: true,
    opa: 'eval_builtin_error',
  },
  {
    found: 'a key that is written twice has its last value, and the first need not be safe',
    module: 'p := {"a": nobody, "b": 2, "a": 3}',
    opa: '{"p":{"a":3,"b":2}}',
  },
  {
    found: 'keys are the same that are written alike, whatever they are',
    module: 'p := {x: 1, "b": 2, x: 3} if x := "k"',
    opa: '{"p":{"b":2,"k":3}}',
  },
  {
    found: 'above a declaration a name means what is declared around it',
    module: 'p := [x | x > 0; x := 9] if x := 1',
    opa: '{"p":[9]}',
  },
  {
    found: 'above `some`, too',
    module: 'p := [z | x == 1; some x in [4]; z := x] if x := 1',
    opa: '{"p":[4]}',
  },
  {
    found: 'but an argument is not meant',
    module: 'f(x) := [x | x > 0; x := 9]\np := f(3)',
    opa: 'rego_compile_error',
  },
];

describe('what opa says', () => {
  for (const { found, module, strict = false, opa } of TABLE) {
    test(found, () => {
      const compiled = compileOrRefuse(`package t\n${module}\n`, DATA, { entrypoints: ['t'] });
      if ('kind' in compiled) {
        assert.ok(isRefusal(compiled) && compiled.codes.includes(opa), compiled.message);
        return;
      }
      for (const { answer } of enginesOf(compiled)) {
        const said = answer({ entrypoint: 't', input: {}, strict });
        const text =
          said.kind === 'error' ? said.code : said.kind === 'defined' ? said.json : said.kind;
        assert.equal(text, opa);
      }
    });
  }
});
