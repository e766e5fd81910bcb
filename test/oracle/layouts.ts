/* What `opa fmt` and our formatter make of the policies of this repository and of the formatter's cases. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { formatModule } from '../../src/rego/format/module.ts';
import { AS_OPA, AS_OPA_V0, type LayoutCase } from '../rego/format/layout-cases.ts';
import type { Difference } from './compare.ts';

function compareLayout(about: string, text: string, regoVersion: 0 | 1): Difference[] {
  const flags = regoVersion === 0 ? ['--v0-compatible'] : [];
  const { stdout, stderr, status } = spawnSync('opa', ['fmt', ...flags], {
    input: text,
    encoding: 'utf8',
  });
  const opa = status === 0 ? stdout : stderr;
  const ours = formatModule(text, about, { regoVersion });
  return opa === ours ? [] : [{ subject: 'layout', about, engine: 'formatter', opa, ours }];
}

function compareCases(cases: readonly LayoutCase[], regoVersion: 0 | 1): Difference[] {
  return cases.flatMap(({ about, text }) => compareLayout(about, text, regoVersion));
}

/** The differences in files and cases. */
export function compareLayouts(files: readonly string[]): Difference[] {
  return [
    ...files.flatMap(file => compareLayout(file, readFileSync(file, 'utf8'), 1)),
    ...compareCases(AS_OPA, 1),
    ...compareCases(AS_OPA_V0, 0),
  ];
}
