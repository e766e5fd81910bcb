/** The bench's policy as `opa build -t wasm` compiles it, where there is an `opa`; else our own module. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileRules, DOCUMENT, POLICY_FOLDER } from '../decision/policies.ts';

export interface OpaModule {
  readonly wasm: Uint8Array;
  /** `opa 1.19.0`, or what stands in for it. */
  readonly madeBy: string;
}

/** On the path, or where Go puts it. */
const CANDIDATES = ['opa', join(homedir(), 'go', 'bin', 'opa')];

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe' });
}

function versionOf(command: string): string | undefined {
  try {
    return /^Version: (\S+)/.exec(run(command, ['version']))?.[1];
  } catch {
    return undefined;
  }
}

function build(command: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'tf-bench-opa-'));
  try {
    const bundle = join(folder, 'bundle.tar.gz');
    const source = join(POLICY_FOLDER, 'gateway.rego');
    run(command, ['build', '-t', 'wasm', '-e', DOCUMENT, '-o', bundle, source]);
    // OPA writes absolute names into the archive; tar makes them relative.
    run('tar', ['-xzf', bundle, '-C', folder, '/policy.wasm']);
    return readFileSync(join(folder, 'policy.wasm'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function opaModule(): OpaModule {
  for (const command of CANDIDATES) {
    const version = versionOf(command);
    if (version !== undefined) return { wasm: build(command), madeBy: `opa ${version}` };
  }
  return { wasm: compileRules().wasm(), madeBy: 'our compiler, for want of an `opa`' };
}
