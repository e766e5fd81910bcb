/*
 * A module as `opa fmt` lays it out: tabs, an empty line between rules, collections and bodies by
 * the rows they had, comments where they were.
 */
import { messageOf, TfError } from '../../base/errors.ts';
import type { Import, Module, Rule } from '../ast.ts';
import { type ParseOptions, parseModule } from '../parse.ts';
import { writeRest } from './comments.ts';
import { saysTheSame } from './equal-modules.ts';
import { writeBody, writeExpression } from './expressions.ts';
import { writeImports, writePackage } from './imports.ts';
import { newPage, type Page } from './page.ts';
import { writeRules } from './rules.ts';
import { keptImports, styleOf } from './style.ts';
import { writeTerm } from './terms.ts';

/** How a policy file is read: `regoVersion` is the syntax without `import rego.v1`, 1 if not said. */
export type FormatOptions = Omit<ParseOptions, 'maxErrors'>;

/**
 * The text of a policy file in the layout of `opa fmt`, comments included.
 * @throws RegoError if it can't be parsed
 * @throws TfError `tf_policy_format` if the formatted text would not say the same
 */
export function formatModule(
  text: string,
  file = 'policy.rego',
  options: FormatOptions = {},
): string {
  const module = parseModule(text, file, options);
  const formatted = layOut(module, options.regoVersion ?? 1);
  verify(module, formatted, file, options);
  return formatted;
}

function verify(module: Module, formatted: string, file: string, options: FormatOptions): void {
  let again: Module;
  try {
    again = parseModule(formatted, file, options);
  } catch (cause) {
    throw new TfError('tf_policy_format', `${file} can't be formatted: ${messageOf(cause)}`, {
      cause,
    });
  }
  if (saysTheSame(module, again)) return;
  throw new TfError(
    'tf_policy_format',
    `${file} can't be formatted: the result would not say the same`,
  );
}

const PRODUCTIONS = { term: writeTerm, expression: writeExpression, body: writeBody };

function layOut(module: Module, version: 0 | 1): string {
  const style = styleOf(module, version);
  const page = newPage(module.span.source, style, PRODUCTIONS, module.comments);
  writePackage(page, module.package);
  for (const statements of runsOf(module)) writeStatements(page, statements);
  writeRest(page);
  return `${page.text.replace(/\n+$/, '')}\n`;
}

type Statement = Import | Rule;

function writeStatements(page: Page, statements: readonly Statement[]): void {
  writeImports(
    page,
    statements.filter(statement => statement.kind === 'import'),
  );
  writeRules(
    page,
    statements.filter(statement => statement.kind === 'rule'),
  );
}

/** Statements in the order of the source, imports and rules apart. */
function runsOf(module: Module): Statement[][] {
  const all: Statement[] = [...keptImports(module), ...module.rules];
  const runs: Statement[][] = [];
  for (const statement of all.toSorted((a, b) => a.span.start - b.span.start)) {
    const run = runs.at(-1);
    if (run?.[0]?.kind === statement.kind) run.push(statement);
    else runs.push([statement]);
  }
  return runs;
}
