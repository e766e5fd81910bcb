/*
 * The syntax of Go's text/template, without named templates (`define`, `template`, `block`) and
 * without `break` and `continue`: text, pipelines, variables, `if`, `range`, `with`, `else`, `end`,
 * comments and trim markers.
 */
import { numberOf } from '../value/decimal.ts';
import type { Value } from '../value/value.ts';
import { failure } from './builtin.ts';

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  /** Prints its value unless it declares or sets a variable. */
  | { readonly kind: 'pipeline'; readonly pipeline: Pipeline }
  | {
      readonly kind: 'if' | 'range' | 'with';
      readonly pipeline: Pipeline;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    };

export interface Pipeline {
  /** Variables that get the value; two in a `range` get index and element. */
  readonly variables: readonly string[];
  readonly declares: boolean;
  readonly commands: readonly (readonly Operand[])[];
}

export type Operand =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'dot' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string }
  | { readonly kind: 'nested'; readonly pipeline: Pipeline }
  | { readonly kind: 'field'; readonly of: Operand; readonly name: string };

const TOKEN =
  /\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|[+-]?\d[\d.]*(?:[eE][+-]?\d+)?|:=|[=|(),]|\$\w*|\.\w+|\.|\w+/y;

/** An action's tokens; a space is kept as one, because it ends a chain of fields. */
function tokensOf(action: string): string[] {
  const tokens: string[] = [];
  for (let at = 0; at < action.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(action);
    if (match === null)
      throw failure(`template: unexpected ${JSON.stringify(action[at])} in command`);
    tokens.push(/^\s/.test(match[0]) ? ' ' : match[0]);
  }
  return tokens;
}

class ActionParser {
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(action: string) {
    this.tokens = tokensOf(action);
  }

  private peek(): string | undefined {
    return this.tokens[this.at];
  }

  private skipSpace(): void {
    while (this.peek() === ' ') this.at += 1;
  }

  private take(token: string): boolean {
    this.skipSpace();
    if (this.peek() !== token) return false;
    this.at += 1;
    return true;
  }

  /** The first word, if it is one of these. */
  keyword(words: readonly string[]): string | undefined {
    this.skipSpace();
    const word = this.peek();
    if (word === undefined || !words.includes(word)) return undefined;
    this.at += 1;
    return word;
  }

  end(): void {
    this.skipSpace();
    const token = this.peek();
    if (token !== undefined)
      throw failure(`template: unexpected ${JSON.stringify(token)} in command`);
  }

  pipeline(): Pipeline {
    const { variables, declares } = this.assignment();
    const commands = [this.command()];
    while (this.take('|')) commands.push(this.command());
    return { variables, declares, commands };
  }

  private assignment(): { variables: string[]; declares: boolean } {
    const start = this.at;
    const variables: string[] = [];
    do {
      this.skipSpace();
      const name = this.peek();
      if (name?.startsWith('$') !== true) break;
      variables.push(name);
      this.at += 1;
    } while (this.take(','));
    const declares = this.take(':=');
    if (variables.length > 0 && (declares || this.take('='))) return { variables, declares };
    this.at = start;
    return { variables: [], declares: false };
  }

  private command(): Operand[] {
    const operands: Operand[] = [];
    for (let operand = this.operand(); operand !== undefined; operand = this.operand()) {
      operands.push(operand);
    }
    if (operands.length === 0) throw failure('template: missing value for command');
    return operands;
  }

  private operand(): Operand | undefined {
    this.skipSpace();
    let operand = this.primary();
    while (operand !== undefined && /^\.\w/.test(this.peek() ?? '')) {
      operand = { kind: 'field', of: operand, name: this.peek()!.slice(1) };
      this.at += 1;
    }
    return operand;
  }

  private primary(): Operand | undefined {
    const token = this.peek();
    if (token === undefined || /^[|)=,]|:=$/.test(token)) return undefined;
    if (/^\.\w/.test(token)) return { kind: 'dot' };
    this.at += 1;
    if (token === '.') return { kind: 'dot' };
    if (token === '(') return this.nested();
    if (token.startsWith('$')) return { kind: 'variable', name: token };
    return literal(token) ?? { kind: 'call', name: token };
  }

  private nested(): Operand {
    const pipeline = this.pipeline();
    if (!this.take(')')) throw failure('template: unclosed left paren');
    return { kind: 'nested', pipeline };
  }
}

const WORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['true', true],
  ['false', false],
  ['nil', null],
]);

function literal(token: string): Operand | undefined {
  const word = WORDS.get(token);
  if (word !== undefined) return { kind: 'literal', value: word };
  if (token.startsWith('`')) return { kind: 'literal', value: token.slice(1, -1) };
  if (token.startsWith('"')) return { kind: 'literal', value: unquote(token) };
  return /^[+-]?\d/.test(token)
    ? { kind: 'literal', value: numberOf(token.replace(/^\+/, '')) }
    : undefined;
}

function unquote(token: string): string {
  try {
    return JSON.parse(token);
  } catch {
    throw failure(`template: bad string ${token}`);
  }
}

interface Piece {
  readonly text: string;
  readonly isAction: boolean;
}

const COMMENT = /^\/\*[\s\S]*\*\/$/;

/** Texts and actions in turn; `{{-` and `-}}` trim the space of the text beside them. */
function piecesOf(source: string): Piece[] {
  const pieces: Piece[] = [];
  let rest = source;
  for (let open = rest.indexOf('{{'); open >= 0; open = rest.indexOf('{{')) {
    const close = rest.indexOf('}}', open);
    if (close < 0) throw failure('template: unclosed action');
    const inner = rest.slice(open + 2, close);
    const trimsBefore = /^-\s/.test(inner);
    const trimsAfter = /\s-$/.test(inner);
    const action = inner.slice(trimsBefore ? 1 : 0, trimsAfter ? -1 : undefined).trim();
    const before = rest.slice(0, open);
    pieces.push({ text: trimsBefore ? before.trimEnd() : before, isAction: false });
    if (!COMMENT.test(action)) pieces.push({ text: action, isAction: true });
    rest = rest.slice(close + 2);
    if (trimsAfter) rest = rest.trimStart();
  }
  return [...pieces, { text: rest, isAction: false }];
}

class TemplateParser {
  private readonly pieces: readonly Piece[];
  private at = 0;

  constructor(source: string) {
    this.pieces = piecesOf(source);
  }

  template(): Node[] {
    const { nodes, ending } = this.nodes();
    if (ending !== undefined) throw failure(`template: unexpected {{${ending.word}}}`);
    return nodes;
  }

  /** Up to the `else` or `end` that no block in here belongs to. */
  private nodes(): { nodes: Node[]; ending?: { word: string; action: ActionParser } } {
    const nodes: Node[] = [];
    while (this.at < this.pieces.length) {
      const { text, isAction } = this.pieces[this.at++]!;
      if (!isAction) {
        if (text !== '') nodes.push({ kind: 'text', text });
        continue;
      }
      const action = new ActionParser(text);
      const word = action.keyword(['else', 'end']);
      if (word !== undefined) return { nodes, ending: { word, action } };
      nodes.push(this.action(action));
    }
    return { nodes };
  }

  private action(action: ActionParser): Node {
    const word = action.keyword(['if', 'range', 'with']) as 'if' | 'range' | 'with' | undefined;
    if (word !== undefined) return this.block(word, action);
    const unsupported = action.keyword(['define', 'template', 'block', 'break', 'continue']);
    if (unsupported !== undefined) throw failure(`template: {{${unsupported}}} is not supported`);
    const pipeline = action.pipeline();
    action.end();
    return { kind: 'pipeline', pipeline };
  }

  private block(kind: 'if' | 'range' | 'with', action: ActionParser): Node {
    const pipeline = action.pipeline();
    action.end();
    const { nodes: body, ending } = this.nodes();
    if (ending === undefined) throw failure('template: unexpected EOF');
    return {
      kind,
      pipeline,
      body,
      otherwise: ending.word === 'end' ? [] : this.otherwise(ending.action),
    };
  }

  /** `{{else}} … {{end}}`, or `{{else if …}}`, which shares its `end`. */
  private otherwise(action: ActionParser): readonly Node[] {
    const word = action.keyword(['if', 'with']) as 'if' | 'with' | undefined;
    if (word !== undefined) return [this.block(word, action)];
    action.end();
    const { nodes, ending } = this.nodes();
    if (ending?.word !== 'end') throw failure('template: expected end');
    return nodes;
  }
}

/** @throws BuiltinError */
export function parseTemplate(source: string): readonly Node[] {
  return new TemplateParser(source).template();
}
