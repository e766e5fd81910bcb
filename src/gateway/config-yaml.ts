/** A YAML document that knows where each of its values is written. */
import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  type Node,
  type ParsedNode,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { Diagnostic } from '../base/diagnostic.ts';
import { messageOf } from '../base/errors.ts';
import type { Source, Span } from '../base/source.ts';

/** Keys and indexes from the document's root. */
export type KeyPath = readonly (string | number)[];

export interface YamlDocument {
  readonly source: Source;
  /** The document as plain JavaScript. */
  readonly value: unknown;
  /** Where the value at a path is written; for a missing one, where its nearest parent is. */
  span(path: KeyPath): Span;
  /** Where the key itself is written. */
  keySpan(path: KeyPath): Span;
  /** A span within the text of the string at a path, as a span of the document. */
  spanWithin(path: KeyPath, start: number, end: number): Span;
}

export type YamlResult =
  | { readonly kind: 'document'; readonly document: YamlDocument }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** An alias may stand for this many values in all: enough for people, too few for a bomb. */
const MAX_ALIASES = 100;

type Parsed = Document.Parsed<ParsedNode>;

function lowered(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}

function problem(source: Source, message: string, start: number, end: number): Diagnostic {
  const span = { source, start, end: Math.max(end, start + 1) };
  return { code: 'tf_config_invalid', message, span };
}

function duplicateKey(source: Source, start: number): string {
  const key = /^[^\s:,}]+/.exec(source.text.slice(start))?.[0] ?? '';
  return `the key \`${key}\` is here twice`;
}

type SyntaxProblem = Parsed['errors'][number] | Parsed['warnings'][number];

function syntaxMessage(source: Source, { code, message, pos: [start] }: SyntaxProblem): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return duplicateKey(source, start);
    case 'MULTIPLE_DOCS':
      return 'only one document is expected';
    default:
      return lowered(message);
  }
}

/** Warnings are errors too: an unknown tag means that the value is not what it seems. */
function syntaxDiagnostics(source: Source, parsed: Parsed): Diagnostic[] {
  return [...parsed.errors, ...parsed.warnings].map(found =>
    problem(source, syntaxMessage(source, found), ...found.pos),
  );
}

function nodeAt(parsed: Parsed, path: KeyPath): Node | undefined {
  const node = path.length === 0 ? parsed.contents : parsed.getIn(path, true);
  return isNode(node) ? node : undefined;
}

/** The node at a path, or the nearest parent that exists. */
function nearestNode(parsed: Parsed, path: KeyPath): Node | undefined {
  for (let length = path.length; length >= 0; length--) {
    const node = nodeAt(parsed, path.slice(0, length));
    if (node !== undefined) return node;
  }
  return undefined;
}

/** A block mapping is shown by its first line only. */
function rangeOf(source: Source, node: Node | undefined): readonly [start: number, end: number] {
  const [start, end] = node?.range ?? [0, 0];
  const newline = source.text.indexOf('\n', start);
  return [start, newline < 0 ? end : Math.min(end, newline)];
}

function keyNode(map: YAMLMap, key: string | number): Node | undefined {
  const pair = map.items.find(
    item => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
  );
  return pair !== undefined && isNode(pair.key) ? pair.key : undefined;
}

/**
 * How far each line of a string lies from where it is written, when it is written as it reads;
 * undefined when escapes or folding stand between the two.
 */
function lineOffsets(source: Source, [from, to]: readonly number[], value: string) {
  const offsets: { readonly at: number; readonly written: number }[] = [];
  let at = 0;
  let cursor = from!;
  for (const line of value.split('\n')) {
    const written = source.text.indexOf(line, cursor);
    if (written < 0 || written + line.length > to!) return undefined;
    offsets.push({ at, written });
    at += line.length + 1;
    cursor = written + line.length;
  }
  return offsets;
}

function spanWithin(source: Source, node: Node | undefined, start: number, end: number): Span {
  const value = isScalar(node) && typeof node.value === 'string' ? node.value : '';
  const range = node?.range ?? [0, 0, 0];
  const line = lineOffsets(source, range, value)?.findLast(({ at }) => at <= start);
  if (line !== undefined) {
    const shift = line.written - line.at;
    return { source, start: start + shift, end: end + shift };
  }
  const [whole, wholeEnd] = rangeOf(source, node);
  return { source, start: whole, end: wholeEnd };
}

function documentOf(source: Source, parsed: Parsed, value: unknown): YamlDocument {
  const span = (path: KeyPath): Span => {
    const [start, end] = rangeOf(source, nearestNode(parsed, path));
    return { source, start, end };
  };
  return {
    source,
    value,
    span,
    keySpan(path) {
      const parent = nodeAt(parsed, path.slice(0, -1));
      const key = isMap(parent) ? keyNode(parent, path.at(-1) ?? '') : undefined;
      if (key?.range === undefined || key.range === null) return span(path);
      return { source, start: key.range[0], end: key.range[1] };
    },
    spanWithin: (path, start, end) => spanWithin(source, nodeAt(parsed, path), start, end),
  };
}

/** Reads one YAML 1.2 document; all its syntax errors are told, and duplicate keys are errors. */
export function readYaml(source: Source): YamlResult {
  const parsed = parseDocument(source.text, { prettyErrors: false, version: '1.2' });
  const diagnostics = syntaxDiagnostics(source, parsed);
  if (diagnostics.length > 0) return { kind: 'invalid', diagnostics };
  try {
    const value: unknown = parsed.toJS({ maxAliasCount: MAX_ALIASES });
    return { kind: 'document', document: documentOf(source, parsed, value) };
  } catch (thrown) {
    return {
      kind: 'invalid',
      diagnostics: [problem(source, lowered(messageOf(thrown)), 0, 1)],
    };
  }
}
