/*
 * What `rego.metadata.rule()` and `rego.metadata.chain()` mean in a rule: the annotations that hold
 * there, known when compiling and so put in place as constants.
 *
 * The chain goes from the rule outward: its own annotations, those of its document, of its package,
 * then `subpackages` annotations of the package and of those around it.
 */
import type { Span } from '../../base/source.ts';
import type { Annotations, Module, Rule, Term } from '../ast.ts';
import { ruleNames } from '../rule-definition.ts';

/** The constants for one rule. */
export interface RuleMetadata {
  rule(span: Span): Term;
  chain(span: Span): Term;
}

interface Entry {
  readonly path: readonly string[];
  readonly annotations?: Annotations;
}

/** The metadata as seen from a rule; a query has none. */
export function metadataOf(modules: readonly Module[], module: Module, rule: Rule): RuleMetadata {
  const own = module.annotations.find(one => one.rule === rule && one.scope === 'rule');
  return {
    rule: span => (own === undefined ? toTerm({}, span) : toTerm(fieldsOf(own), span)),
    chain: span => toTerm(chainOf(modules, module, rule, own).map(entryFields), span),
  };
}

/** The annotations that hold for a rule, from the outermost package's to its own. */
export function annotationsOf(
  modules: readonly Module[],
  module: Module,
  rule: Rule,
): readonly Annotations[] {
  const own = module.annotations.find(one => one.rule === rule && one.scope === 'rule');
  return chainOf(modules, module, rule, own)
    .flatMap(({ annotations }) => annotations ?? [])
    .toReversed();
}

/** Outside of rules there are no annotations. */
export const NO_METADATA: RuleMetadata = {
  rule: span => toTerm({}, span),
  chain: span => toTerm([], span),
};

function chainOf(
  modules: readonly Module[],
  module: Module,
  rule: Rule,
  own: Annotations | undefined,
): readonly Entry[] {
  const packagePath = module.package.path;
  const path = [...packagePath, ...ruleNames(rule)];
  const first: Entry = own === undefined ? { path } : { path, annotations: own };
  return [
    first,
    ...documentAnnotations(modules, path),
    ...packageAnnotations(modules, packagePath, 'package'),
    ...packagePath.flatMap((_, index) => {
      const outer = packagePath.slice(0, packagePath.length - index);
      return packageAnnotations(modules, outer, 'subpackages');
    }),
  ];
}

function documentAnnotations(
  modules: readonly Module[],
  path: readonly string[],
): readonly Entry[] {
  return modules.flatMap(module =>
    module.annotations.flatMap(annotations => {
      const { scope, rule } = annotations;
      if (scope !== 'document' || rule === undefined) return [];
      const names = [...module.package.path, ...ruleNames(rule)];
      return isSame(names, path) ? [{ path, annotations }] : [];
    }),
  );
}

function packageAnnotations(
  modules: readonly Module[],
  path: readonly string[],
  scope: 'package' | 'subpackages',
): readonly Entry[] {
  return modules
    .filter(module => isSame(module.package.path, path))
    .flatMap(module => module.annotations.filter(one => one.scope === scope))
    .map(annotations => ({ path, annotations }));
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

function entryFields({ path, annotations }: Entry): Readonly<Record<string, unknown>> {
  return annotations === undefined ? { path } : { path, annotations: fieldsOf(annotations) };
}

/** The annotations as OPA shows them: short forms of people and links are spelled out. */
function fieldsOf({ scope, fields }: Annotations): Readonly<Record<string, unknown>> {
  const { authors, related_resources: resources, ...rest } = fields;
  return {
    scope,
    ...rest,
    ...(Array.isArray(authors) && { authors: authors.map(author) }),
    ...(Array.isArray(resources) && { related_resources: resources.map(resource) }),
  };
}

/** `Name <address>` as its parts. */
function author(written: unknown): unknown {
  if (typeof written !== 'string') return written;
  const [, name = '', email] = /^([^<]*?)\s*(?:<([^>]*)>)?\s*$/.exec(written) ?? [];
  return { ...(name !== '' && { name }), ...(email !== undefined && { email }) };
}

function resource(written: unknown): unknown {
  return typeof written === 'string' ? { ref: written } : written;
}

/** Plain JavaScript, as YAML gives it, as a constant term. */
function toTerm(value: unknown, span: Span): Term {
  switch (typeof value) {
    case 'string':
      return { kind: 'string', value, span };
    case 'boolean':
      return { kind: 'boolean', value, span };
    case 'number':
    case 'bigint':
      return { kind: 'number', text: String(value), span };
    default:
      return collectionTerm(value, span);
  }
}

function collectionTerm(value: unknown, span: Span): Term {
  if (value === null || typeof value !== 'object') return { kind: 'null', span };
  if (Array.isArray(value)) {
    return { kind: 'array', items: value.map(item => toTerm(item, span)), span };
  }
  const entries = Object.entries(value).map(
    ([key, item]) => [toTerm(key, span), toTerm(item, span)] as const,
  );
  return { kind: 'object', entries, span };
}
