/*
 * The names a module may use without saying where they come from: its imports, and every rule of
 * its package in whatever module it stands.
 */
import type { Import, Module, Ref } from '../ast.ts';
import type { Report } from '../report.ts';
import { pathRef, refName } from '../terms.ts';
import { isRoot } from '../variables.ts';

export type ModuleNames = ReadonlyMap<string, Ref>;

/** The names of each module, in order. Two imports of one name are an error, in v0 when strict. */
export function moduleNames(
  modules: readonly Module[],
  strict: boolean,
  report: Report,
): readonly ModuleNames[] {
  const packages = packageNames(modules, report);
  return modules.map(module => {
    if (strict || module.regoVersion === 1) refuseRepeated(module, report);
    const names = new Map(packages.get(packageKey(module)));
    for (const one of module.imports) {
      const name = importedName(one);
      if (name !== undefined) names.set(name, one.path);
    }
    return names;
  });
}

function packageKey(module: Module): string {
  return JSON.stringify(module.package.path);
}

function packageNames(
  modules: readonly Module[],
  report: Report,
): ReadonlyMap<string, Map<string, Ref>> {
  const packages = new Map<string, Map<string, Ref>>();
  for (const module of modules) {
    const key = packageKey(module);
    const names = packages.get(key) ?? new Map<string, Ref>();
    packages.set(key, names);
    for (const { head } of module.rules) {
      if (head.ref.head.kind !== 'var') continue;
      const { name, span } = head.ref.head;
      if (isRoot(name)) {
        report.add(
          'rego_compile_error',
          `rules must not shadow \`${name}\``,
          span,
          'use another name',
        );
      }
      names.set(name, pathRef(['data', ...module.package.path, name], span));
    }
  }
  return packages;
}

/** Reports imports of one name, those of language features included. */
function refuseRepeated(module: Module, report: Report): void {
  const imports = new Map<string, Import>();
  for (const one of module.imports) {
    const name = nameOf(one);
    const earlier = imports.get(name);
    if (earlier !== undefined) {
      const message = `import of \`${name}\` hides the import of \`${refName(earlier.path)}\` above`;
      report.add('rego_compile_error', message, one.span, 'give one of them a name with `as`');
    }
    imports.set(name, one);
  }
}

/** Reports imports whose names the module's rules never use. */
export function checkImportUse(
  { imports }: Module,
  used: ReadonlySet<string>,
  report: Report,
): void {
  for (const one of imports) {
    const name = importedName(one);
    if (name === undefined || used.has(name)) continue;
    report.add('rego_compile_error', `import of \`${name}\` is not used`, one.span);
  }
}

/** The name an import brings; language features bring none. */
function importedName(one: Import): string | undefined {
  const { head } = one.path;
  return head.kind === 'var' && isRoot(head.name) ? nameOf(one) : undefined;
}

function nameOf({ path, alias }: Import): string {
  const last = path.operands.at(-1) ?? path.head;
  return alias ?? (last.kind === 'string' ? last.value : last.kind === 'var' ? last.name : '');
}

/** Whether the module gives `not` OPA's newer meaning, in which undefined operands negate to true. */
export function importsNot(module: Module): boolean {
  return module.imports.some(({ path }) => refName(path) === 'future.keywords.not');
}
