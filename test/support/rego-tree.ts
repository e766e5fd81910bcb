/*
 * Syntax trees in a form that tests compare and golden files show.
 */
import type { Annotations, Body, Expr, Module, Rule, Term } from '../../src/rego/ast.ts';

/** A tree without spans, comments and the numbers of wildcards. */
export function bare(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(bare);
  if (typeof tree !== 'object' || tree === null) return tree;
  const kept = Object.entries(tree).filter(([name]) => !DROPPED.includes(name));
  return Object.fromEntries(
    kept.map(([name, field]) => [name, isWildcard(name, field) ? '_' : bare(field)]),
  );
}

function isWildcard(name: string, field: unknown): boolean {
  return name === 'name' && typeof field === 'string' && field.startsWith('$');
}

const DROPPED = ['span', 'pathSpans', 'aliasSpan', 'comments'];

/** A module, one statement a line. */
export function moduleTree(module: Module): string {
  const lines = [
    `(package ${module.package.path.map(quote).join(' ')})`,
    ...module.imports.map(({ path, alias }) => list('import', tree(path), alias && `as ${alias}`)),
    ...module.annotations.map(annotationTree),
    ...module.rules.map(ruleTree),
  ];
  return lines.join('\n');
}

const quote = (text: string) => JSON.stringify(text);

function list(...parts: readonly (string | false | undefined)[]): string {
  return `(${parts.filter(part => typeof part === 'string').join(' ')})`;
}

function annotationTree({ scope, fields, rule }: Annotations): string {
  return list('metadata', scope, JSON.stringify(fields), rule && `→ ${tree(rule.head.ref)}`);
}

function ruleTree({ head, body, default: isDefault, else: otherwise }: Rule): string {
  return list(
    isDefault ? 'default' : 'rule',
    tree(head.ref),
    head.args && list('args', ...head.args.map(tree)),
    head.key && `contains ${tree(head.key)}`,
    head.value && `${head.assign ? ':=' : '='} ${tree(head.value)}`,
    body.length > 0 && bodyTree(body),
    otherwise && `else ${ruleTree(otherwise)}`,
  );
}

/** The expressions of a body. */
export function bodyTree(body: Body): string {
  return `{${body.map(exprTree).join('; ')}}`;
}

function exprTree(expr: Expr): string {
  const withs = expr.with.map(({ target, value }) => `with ${tree(target)} as ${tree(value)}`);
  const plain = `${expr.negated ? 'not ' : ''}${expressionTree(expr)}`;
  return withs.length === 0 ? plain : list(plain, ...withs);
}

function expressionTree({ body }: Expr): string {
  switch (body.kind) {
    case 'term':
      return tree(body.term);
    case 'some':
      return list('some', ...body.vars.map(tree));
    case 'someIn':
      return list('some-in', body.key && tree(body.key), tree(body.value), tree(body.domain));
    case 'every':
      return list(
        'every',
        body.key && tree(body.key),
        tree(body.value),
        tree(body.domain),
        bodyTree(body.body),
      );
    case 'notBody':
      return list('not-body', bodyTree(body.body));
    case 'logic':
      return list(body.operator, ...body.operands.map(bodyTree));
  }
}

/** A term; `$`-names are wildcards. */
export function tree(term: Term): string {
  switch (term.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(term.value);
    case 'number':
      return term.text;
    case 'string':
      return `${term.raw ? 'raw' : ''}${quote(term.value)}`;
    case 'var':
      return term.name;
    case 'ref':
      return list('ref', tree(term.head), ...term.operands.map(tree));
    case 'call':
      return list(
        term.infix ? 'op' : 'call',
        tree(term.operator).replace(/^\(ref (.*)\)$/, '$1'),
        ...term.args.map(tree),
      );
    case 'array':
      return `[${term.items.map(tree).join(' ')}]`;
    case 'set':
      return `<${term.items.map(tree).join(' ')}>`;
    case 'object':
      return `{${term.entries.map(([key, value]) => `${tree(key)}: ${tree(value)}`).join(', ')}}`;
    case 'arrayComprehension':
    case 'setComprehension':
      return list(term.kind, tree(term.term), bodyTree(term.body));
    case 'objectComprehension':
      return list(term.kind, tree(term.key), tree(term.value), bodyTree(term.body));
    case 'templateString':
      return list(
        term.raw ? 'raw-template' : 'template',
        ...term.parts.map(part => (part.kind === 'expr' ? exprTree(part) : quote(part.value))),
      );
  }
}
