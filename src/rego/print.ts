/*
 * A syntax tree as Rego source text. Not a formatter: comments are dropped and layout is plain, but
 * parsing the text gives the tree back, but for spans and the numbers of wildcards.
 */
import { stringify as stringifyYaml } from 'yaml';
import type { Annotations, Body, Head, Import, Module, Package, Rule } from './ast.ts';
import { printExpr, printExprs, printItems, printName, printRef, printTerm } from './print-term.ts';

/** A module as source text. */
export function printModule(module: Module): string {
  const packageNotes = module.annotations.filter(note => note.rule === undefined);
  const head = [...packageNotes.map(printAnnotations), printPackage(module.package)];
  const imports = module.imports.map(printImport);
  const rules = module.rules.map(rule => {
    const notes = module.annotations.filter(note => note.rule === rule).map(printAnnotations);
    return [...notes, printRule(rule, module.regoVersion)].join('\n');
  });
  const parts = [head.join('\n'), imports.join('\n'), ...rules];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

function printAnnotations({ scope, fields }: Annotations): string {
  const lines = stringifyYaml({ scope, ...fields })
    .trimEnd()
    .split('\n');
  return `${['# METADATA', ...lines.map(line => `# ${line}`)].join('\n')}\n`;
}

function printPackage({ path }: Package): string {
  const [first = '', ...rest] = path;
  return `package ${first}${rest.map(printName).join('')}`;
}

function printImport({ path, alias }: Import): string {
  return `import ${printRef(path)}${alias === undefined ? '' : ` as ${alias}`}`;
}

/* Rules. */

function printRule(rule: Rule, version: 0 | 1): string {
  const head = printHead(rule.head, version);
  if (rule.default) return `default ${head}`;
  return head + printRuleBody(rule.head, rule.body, version) + printElse(rule.else, version);
}

function printHead(head: Head, version: 0 | 1): string {
  const name = printRef(head.ref) + (head.args === undefined ? '' : `(${printItems(head.args)})`);
  if (head.key !== undefined) {
    return isOldSet(head, version)
      ? `${name}[${printTerm(head.key)}]`
      : `${name} contains ${printTerm(head.key)}`;
  }
  return head.value === undefined ? name : `${name} ${printValue(head)}`;
}

function printValue({ value, assign }: Head): string {
  return value === undefined ? '' : `${assign ? ':=' : '='} ${printTerm(value)}`;
}

/** Before v1 the rule of a set is written `p[x]`, unless its name is a reference. */
function isOldSet(head: Head, version: 0 | 1): boolean {
  return version === 0 && head.ref.operands.length === 0;
}

function printRuleBody(head: Head, body: Body, version: 0 | 1): string {
  const [only, second] = body;
  if (only === undefined) return '';
  if (version === 0 && !isIndexed(head)) return ` ${printBlockLines(body)}`;
  const isSet = only.body.kind === 'term' && only.body.term.kind === 'set';
  const isInline = second === undefined && !isSet;
  return isInline ? ` if ${printExpr(only)}` : ` if ${printBlockLines(body)}`;
}

/** `p[x]` without value or key: before v1, only `if` keeps it from being a set. */
function isIndexed({ ref, args, key, value }: Head): boolean {
  return (
    ref.operands.length === 1 && args === undefined && key === undefined && value === undefined
  );
}

function printBlockLines(body: Body): string {
  return `{\n\t${printExprs(body, '\n\t')}\n}`;
}

function printElse(rule: Rule | undefined, version: 0 | 1): string {
  if (rule === undefined) return '';
  const value = rule.head.value === undefined ? '' : ` ${printValue(rule.head)}`;
  const word = version === 0 ? '' : ' if';
  const body = rule.body.length === 0 ? '' : `${word} ${printBlockLines(rule.body)}`;
  return ` else${value}${body}${printElse(rule.else, version)}`;
}
