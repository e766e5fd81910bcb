import { writeFileSync } from 'node:fs';
import { compile } from '../../../policy/compiler.ts';
import { type LanguageOptions, print } from './options.ts';
import { sourcesOf } from './sources.ts';

export interface BuildOptions extends LanguageOptions {
  readonly entrypoint?: readonly string[];
  readonly output?: string;
}

/** `tf policy build`. */
export function build(paths: readonly string[], options: BuildOptions): void {
  const entrypoints = options.entrypoint ?? ['tameflare/decision'];
  const wasm = compile({ ...sourcesOf(paths, options), entrypoints }).wasm();
  const output = options.output ?? 'policy.wasm';
  writeFileSync(output, wasm);
  print(`${output}: ${wasm.length} bytes, entrypoints ${entrypoints.join(', ')}`);
}
