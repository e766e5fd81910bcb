/*
 * `package` and `import`: imports are sorted within what stands together.
 */
import type { Comment, Import, Package, Ref } from '../ast.ts';
import { insertComments } from './comments.ts';
import { blankLine, commentText, endLine, type Page, startLine, write } from './page.ts';
import { endRow, rowOf } from './rows.ts';
import { writeName, writeRef } from './terms.ts';

/** `package a.b` */
export function writePackage(page: Page, made: Package): void {
  insertComments(page, rowOf(page, made.span));
  startLine(page);
  const [first = '', ...rest] = made.path;
  write(page, `package ${first}`);
  rest.forEach((value, index) => {
    writeName(page, { kind: 'string', value, span: made.pathSpans[index + 1]! });
  });
  blankLine(page);
}

/** Imports that nothing else is between; a comment on the line of one goes with it. */
export function writeImports(page: Page, imports: readonly Import[]): void {
  if (imports.length === 0) return;
  const besides = takeBesides(page, imports);
  for (const group of groupsOf(page, imports)) {
    insertComments(page, rowOf(page, group[0]!.span));
    for (const made of group.toSorted(compareImports)) {
      startLine(page);
      writeImport(page, made);
      const beside = besides.get(made);
      if (beside !== undefined) write(page, ` ${commentText(beside)}`);
      endLine(page);
    }
    blankLine(page);
  }
}

function takeBesides(page: Page, imports: readonly Import[]): Map<Import, Comment> {
  const besides = new Map<Import, Comment>();
  page.comments = page.comments.filter(comment => {
    const row = endRow(comment.span);
    const found = imports.find(made => rowOf(page, made.span) === row);
    if (found === undefined) return true;
    besides.set(found, comment);
    return false;
  });
  return besides;
}

/** An empty line or a comment ends a group. */
function groupsOf(page: Page, imports: readonly Import[]): Import[][] {
  const groups: Import[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const made of imports) {
    const row = rowOf(page, made.span);
    if (row - last > 1) groups.push([]);
    groups.at(-1)!.push(made);
    last = row;
  }
  return groups;
}

/** By the path's names, then by the alias. */
export function compareImports(left: Import, right: Import): number {
  return (
    compareLists(namesOf(left.path), namesOf(right.path)) ||
    compareTexts(left.alias ?? '', right.alias ?? '')
  );
}

function namesOf({ head, operands }: Ref): string[] {
  const names = operands.map(part => (part.kind === 'string' ? part.value : ''));
  return [head.kind === 'var' ? head.name : '', ...names];
}

function compareLists(left: readonly string[], right: readonly string[]): number {
  for (const [index, name] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = compareTexts(name, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareTexts(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function writeImport(page: Page, { path, alias }: Import): void {
  write(page, 'import ');
  writeRef(page, path);
  if (alias !== undefined) write(page, ` as ${alias}`);
}
