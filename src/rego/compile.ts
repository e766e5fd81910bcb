/*
 * The compiler: modules (and a query) to a plan, in OPA's order of stages.
 *
 *   names      imports and rules of packages                       stages/module-names.ts
 *   resolve    full references, renamed variables                  stages/resolve.ts
 *   tree       rules by path, run-time keys                        rule-tree.ts
 *   conflicts  rules that can't stand together                     stages/conflicts.ts
 *   calls      unknown functions, operands, targets of `with`      stages/calls.ts
 *   lift       nested calls before their expression                stages/lift.ts
 *   order      safety: an order in which every variable is bound   stages/safety.ts
 *   negation   what negated expressions read before them           stages/negation.ts
 *   recursion  rules that need themselves                          stages/recursion.ts
 *   types      operands that never fit                             check/check-rules.ts
 *   plan       functions of the intermediate representation        planner/planner.ts
 *
 * Stages report instead of throwing, so that one run tells everything; the compilation ends before
 * a stage that could not work on what was reported.
 */
import { nearest } from '../base/nearest.ts';
import type { Span } from '../base/source.ts';
import type { BuiltinDeclarations } from '../ir/declarations.ts';
import type { Policy } from '../ir/plan.ts';
import { Undefined, type Value } from '../value/value.ts';
import type { Body, Module } from './ast.ts';
import { checkLanguage, type LanguageCapabilities } from './check/capabilities.ts';
import { checkTypes } from './check/check-rules.ts';
import { checkDeprecated } from './check/deprecated.ts';
import { annotatedDocuments, type Schemas, schemaDocuments } from './check/schemas.ts';
import { planPolicy, type Target } from './planner/planner.ts';
import { newReport, type Report, throwIfAny } from './report.ts';
import { definitionsOf, type RuleDefinition } from './rule-definition.ts';
import { absorb, type RuleNode, ruleNodes, ruleTree } from './rule-tree.ts';
import {
  arityOf,
  checkBodyCalls,
  checkTermCalls,
  type Functions,
  isReplacement,
} from './stages/calls.ts';
import { checkConflicts } from './stages/conflicts.ts';
import { type Lifting, liftBody, liftClause } from './stages/lift.ts';
import { metadataOf, NO_METADATA } from './stages/metadata.ts';
import {
  checkImportUse,
  importsNot,
  type ModuleNames,
  moduleNames,
} from './stages/module-names.ts';
import { liftNegated } from './stages/negation.ts';
import { checkRecursion } from './stages/recursion.ts';
import { type Clause, type Resolution, resolveClauses, resolveQuery } from './stages/resolve.ts';
import { orderBody, orderClause } from './stages/safety.ts';
import { pathRef } from './terms.ts';
import { type NameSource, nameSource } from './variables.ts';

export interface CompileOptions {
  readonly modules: readonly Module[];
  /** The base documents, to tell rules that hide them. */
  readonly data?: Value;
  /** Documents to plan, as `a/b/c` or `data.a.b.c`; each plan has the name that was given. */
  readonly entrypoints?: readonly string[];
  /** A query; its plan is named `eval`. */
  readonly query?: Body;
  readonly builtins: BuiltinDeclarations;
  /** Also refuse what is suspicious but not wrong: unused variables and arguments. */
  readonly strict?: boolean;
  /** JSON Schemas of the documents. */
  readonly schemas?: Schemas;
  /** Parts of the language that modules may use; everything if not said. */
  readonly language?: LanguageCapabilities;
  /** As many errors as are told; 10 if not said, 0 for all. */
  readonly maxErrors?: number;
}

export interface Compilation {
  readonly policy: Policy;
  /** The rules as they were planned. */
  readonly rules: RuleNode;
}

interface Context {
  readonly options: CompileOptions;
  readonly names: NameSource;
  readonly report: Report;
  readonly moduleNames: readonly ModuleNames[];
}

/** Compiles modules, entrypoints and a query. @throws RegoError */
export function compileToPlan(options: CompileOptions): Compilation {
  const report = newReport();
  const context: Context = {
    options,
    names: nameSource(),
    report,
    moduleNames: moduleNames(options.modules, options.strict === true, report),
  };
  if (options.language) checkLanguage(options.modules, options.language, report);
  const root = resolvedTree(context);
  const query = options.query && resolveQuery(resolution(context, undefined), options.query);
  const functions: Functions = { root, builtins: options.builtins };
  checkTree(context, functions, query);
  throwIfAny(report, options.maxErrors);

  orderTree(context, functions);
  const ordered = query && orderQuery(context, functions, query);
  const planned = targets(context, root, ordered);
  checkRecursion(root, report);
  throwIfAny(report, options.maxErrors);

  checkMeaning(context, root, ordered);
  throwIfAny(report, options.maxErrors);

  return { policy: planPolicy(root, options.builtins, planned), rules: root };
}

function resolution(
  { options, names, report, moduleNames: known }: Context,
  index: number | undefined,
): Resolution {
  const module = index === undefined ? undefined : options.modules[index];
  return {
    module: (index === undefined ? undefined : known[index]) ?? new Map(),
    used: new Set(),
    names,
    report,
    strict: (options.strict ?? false) && index !== undefined,
    notBodies: module !== undefined && importsNot(module),
    metadata: NO_METADATA,
    isBuiltin: name => options.builtins.has(name),
  };
}

function resolvedTree(context: Context): RuleNode {
  const { modules } = context.options;
  const definitions = modules.flatMap((_, index) => resolvedModule(context, index));
  const root = ruleTree(
    definitions,
    modules.map(module => module.package.path),
  );
  absorb(root);
  return root;
}

function resolvedModule(context: Context, index: number): readonly RuleDefinition[] {
  const { modules, strict } = context.options;
  const module = modules[index]!;
  const on = resolution(context, index);
  const definitions = definitionsOf(module, index).map(rule => {
    const metadata = metadataOf(modules, module, rule.source);
    return { ...rule, clauses: resolveClauses({ ...on, metadata }, rule.clauses) };
  });
  if (strict === true) checkImportUse(module, on.used, context.report);
  return definitions;
}

function mapClauses(rule: RuleDefinition, change: (clause: Clause) => Clause): RuleDefinition {
  return { ...rule, clauses: rule.clauses.map(change) };
}

function checkTree(
  { options, report }: Context,
  functions: Functions,
  query: Body | undefined,
): void {
  checkConflicts(functions.root, options.modules, options.data ?? Undefined, report);
  for (const node of ruleNodes(functions.root)) {
    for (const { clauses } of node.rules) {
      for (const clause of clauses) {
        checkBodyCalls(functions, clause.body, report);
        for (const term of [...clause.keys, clause.value]) checkTermCalls(functions, term, report);
      }
    }
  }
  if (query !== undefined) checkBodyCalls(functions, query, report);
}

/** What can be said about rules whose parts are known to be right: their types, what they call. */
function checkMeaning({ options, report }: Context, root: RuleNode, query: Body | undefined): void {
  const { builtins, modules, schemas, strict = false } = options;
  const documents = schemaDocuments(schemas, report);
  const described = annotatedDocuments(modules, schemas, report);
  checkTypes({ builtins, report, documents, described }, root, query);
  checkDeprecated(builtins, modules, root, strict, report);
}

function lifting({ names }: Context, functions: Functions): Lifting {
  return {
    names,
    arityOf: call => arityOf(functions, call),
    isReplacement: modifier => isReplacement(functions, modifier),
  };
}

function orderTree(context: Context, functions: Functions): void {
  const on = lifting(context, functions);
  const known = context.moduleNames.map(names => [...names.keys()]);
  for (const node of ruleNodes(functions.root)) {
    node.rules = node.rules.map(rule => {
      const safety = { report: context.report, known: known[rule.module] ?? [] };
      return mapClauses(rule, clause => {
        const ordered = orderClause(safety, liftClause(on, clause));
        return { ...ordered, body: liftNegated(context.names, ordered.body) };
      });
    });
  }
}

function orderQuery(context: Context, functions: Functions, query: Body): Body {
  const lifted = liftBody(lifting(context, functions), query);
  const { body } = orderBody({ report: context.report, known: [] }, lifted, new Set());
  return liftNegated(context.names, body);
}

function targets(
  { options, report }: Context,
  root: RuleNode,
  query: Body | undefined,
): readonly Target[] {
  const documents = (options.entrypoints ?? []).map((name): Target => {
    const path = entrypointPath(name);
    const span: Span = { source: { name: 'entrypoint', text: name }, start: 0, end: name.length };
    if (!isDocument(root, path)) {
      const known = [...ruleNodes(root)].map(node => node.path.join('/'));
      const meant = nearest(path.join('/'), known);
      const hint = meant === undefined ? undefined : `did you mean \`${meant}\`?`;
      report.add(
        'rego_compile_error',
        `no rule or package is at entrypoint \`${name}\``,
        span,
        hint,
      );
    }
    return { kind: 'document', name, ref: pathRef(['data', ...path], span) };
  });
  const first = query?.[0];
  if (query === undefined || first === undefined) return documents;
  return [...documents, { kind: 'query', name: 'eval', body: query, span: first.span }];
}

/** `a/b/c`, or a reference written with dots. */
function entrypointPath(name: string): readonly string[] {
  if (name === 'data' || name === '') return [];
  return name.startsWith('data.') ? name.slice('data.'.length).split('.') : name.split('/');
}

/** Whether a path leads to rules, above them, or into what a rule makes. */
function isDocument(root: RuleNode, path: readonly string[]): boolean {
  let node: RuleNode | undefined = root;
  for (const name of path) {
    if (node.rules.length > 0) return true;
    node = node.children.get(name);
    if (node === undefined) return false;
  }
  return true;
}
