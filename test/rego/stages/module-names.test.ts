import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newReport } from '../../../src/rego/report.ts';
import { checkImportUse, importsNot, moduleNames } from '../../../src/rego/stages/module-names.ts';
import { refName } from '../../../src/rego/terms.ts';
import { modulesOf } from '../../support/rego-compile.ts';

function names(...sources: readonly string[]): readonly Record<string, string>[] {
  return moduleNames(modulesOf(sources), false, newReport()).map(known =>
    Object.fromEntries([...known].map(([name, ref]) => [name, refName(ref)])),
  );
}

test('rules of a package are known in all of its modules', () => {
  assert.deepEqual(names('package a\np := 1', 'package a\nq.r := 1', 'package b\ns := 1'), [
    { p: 'data.a.p', q: 'data.a.q' },
    { p: 'data.a.p', q: 'data.a.q' },
    { s: 'data.b.s' },
  ]);
});

test('imports bring their last name or their alias; `rego` and `future` bring none', () => {
  const source = `package a
import rego.v1
import future.keywords.in
import data.x.y
import input.z as w
import data["a b"].c`;
  assert.deepEqual(names(source), [{ y: 'data.x.y', w: 'input.z', c: 'data.a b.c' }]);
});

test('one name imported twice is an error', () => {
  const report = newReport();
  moduleNames(modulesOf('import data.a.x\nimport data.b.x'), false, report);
  moduleNames(modulesOf('import rego.v1\nimport rego.v1'), false, report);
  assert.equal(report.diagnostics.length, 2);
});

test('the newer `not` is imported', () => {
  const modules = modulesOf(['p := 1', 'import future.keywords.not\np := 1']);
  assert.deepEqual(modules.map(importsNot), [false, true]);
});

test('imports that no rule uses', () => {
  const report = newReport();
  const [module] = modulesOf('import rego.v1\nimport data.a\nimport data.b as c\np := a');
  checkImportUse(module!, new Set(['a']), report);
  assert.deepEqual(
    report.diagnostics.map(one => one.message),
    ['import of `c` is not used'],
  );
});
