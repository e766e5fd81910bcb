/** The policy under measurement, as compiled for each of the ways to ask it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/package-root.ts';
import { type CompiledPolicy, compile } from '../../src/policy/compiler.ts';

/** The folder of the 22 rules and their data. */
export const POLICY_FOLDER: string = join(packageRoot, 'bench', 'policies');

/** The rules' own decision document, and the one boolean in it. */
export const DOCUMENT = 'policies/gateway/decision';
export const EFFECT = 'policies/gateway/allowed';

/** The rules and their data, without the module that combines packages. */
export function compileRules(): CompiledPolicy {
  return compile({
    modules: { 'gateway.rego': readFileSync(join(POLICY_FOLDER, 'gateway.rego'), 'utf8') },
    data: readFileSync(join(POLICY_FOLDER, 'data.json')),
    entrypoints: [DOCUMENT, EFFECT],
  });
}
