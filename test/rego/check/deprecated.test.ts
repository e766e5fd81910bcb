import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtinDeclarations } from '../../../src/ir/declarations.ts';
import { compileToPlan } from '../../../src/rego/compile.ts';
import { parseModule } from '../../../src/rego/parse.ts';
import { RegoError } from '../../../src/rego/rego-error.ts';

function told(source: string, regoVersion: 0 | 1, strict = false): readonly (string | undefined)[] {
  const modules = [parseModule(`package a\n${source}`, 'a.rego', { regoVersion })];
  try {
    compileToPlan({ modules, builtins: builtinDeclarations, strict });
    return [];
  } catch (thrown) {
    if (!(thrown instanceof RegoError)) throw thrown;
    return thrown.diagnostics.map(({ code, message, hint }) => `${code}: ${message}; ${hint}`);
  }
}

const TOLD = ['rego_type_error: builtin `any` is deprecated; write `some x in xs; x`'];

test('deprecated builtins are refused in v1 modules, in v0 modules when strict', () => {
  assert.deepEqual(told('p if any([true])', 1), TOLD);
  assert.deepEqual(told('p { any([true]) }', 0), []);
  assert.deepEqual(told('p { any([true]) }', 0, true), TOLD);
  assert.deepEqual(told('import rego.v1\np if any([true])', 0), TOLD);
});

test('every deprecated builtin has a hint', () => {
  const names = [...builtinDeclarations].filter(([, one]) => one.deprecated).map(([name]) => name);
  assert.ok(names.length > 5);
  for (const name of names) {
    const operands = builtinDeclarations.get(name)!.args.map((_, at) => `input.a${at}`);
    const [text] = told(`p := ${name}(${operands.join(', ')})`, 1);
    assert.match(text ?? '', /is deprecated; (write|use|check with) `/, name);
  }
});
