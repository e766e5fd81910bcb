/*
 * What a module's version and imports say about how it is written.
 */
import type { Import, Module, Rule } from '../ast.ts';
import { KEYWORDS_V0, KEYWORDS_V1 } from '../token.ts';
import type { Style } from './page.ts';

/** How a module is written; `version` is the one it is read in without `import rego.v1`. */
export function styleOf(module: Module, version: 0 | 1): Style {
  const words = futureWords(module.imports);
  const imported = (word: string) => words.includes(word) || words.includes('');
  const isV1 = version === 1;
  const isNew = isV1 || importsV1(module);
  return {
    v1: isV1,
    ifs: isNew || imported('if'),
    contains: isNew || imported('contains'),
    refHeads: module.rules.some(needsRefHeads),
    notBodies: words.includes('not'),
    keywords: new Set([...KEYWORDS_V0, ...(isV1 ? KEYWORDS_V1 : words)]),
  };
}

/** `import rego.v1` makes imports of keywords redundant. */
export function keptImports({ imports, ...module }: Module): readonly Import[] {
  if (!importsV1({ ...module, imports })) return imports;
  return imports.filter(made => rootOf(made) !== 'future' || wordOf(made) === 'not');
}

function importsV1({ imports }: Module): boolean {
  return imports.some(made => rootOf(made) === 'rego');
}

function rootOf({ path: { head } }: Import): string {
  return head.kind === 'var' ? head.name : '';
}

/** The keyword that is imported; empty if it is all of them. */
function wordOf({ path }: Import): string {
  const word = path.operands[1];
  return word?.kind === 'string' ? word.value : '';
}

function futureWords(imports: readonly Import[]): string[] {
  return imports.filter(made => rootOf(made) === 'future').map(wordOf);
}

function needsRefHeads({ head: { ref, key } }: Rule): boolean {
  return ref.operands.length > 1 || (ref.operands.length === 1 && key !== undefined);
}
