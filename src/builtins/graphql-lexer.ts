/*
 * Tokens of GraphQL documents (GraphQL specification, October 2021, section 2.1). Lines and columns
 * count from 1; a string begins after its quotes.
 */

export type TokenKind =
  | '<EOF>'
  | '<Invalid>'
  | 'Name'
  | 'Int'
  | 'Float'
  | 'String'
  | 'BlockString'
  | '!'
  | '$'
  | '&'
  | '('
  | ')'
  | '...'
  | ':'
  | '='
  | '@'
  | '['
  | ']'
  | '{'
  | '|'
  | '}';

export interface Token {
  readonly kind: TokenKind;
  /** Names, numbers and strings; empty for punctuation. */
  readonly value: string;
  readonly line: number;
  readonly column: number;
}

const IGNORED = /(?:[\t ,\ufeff]|#[\t\x20-\uffff]*)+/y;
const LINE_END = /\r\n|\n|\r/y;
const PUNCTUATION = /\.\.\.|[!$&():=@[\]{|}]/y;
const NAME = /[A-Za-z_]\w*/y;
const NUMBER = /-?(?:0(?!\d)|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?(?![.\w])/y;
const STRING = /"((?:[^"\\\n\r\x00-\x08\x0b-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"/y;
const BLOCK_STRING = /"""((?:\\"""|(?!""")[^\x00-\x08\x0b\x0c\x0e-\x1f])*)"""/y;
const INDENT = /^[\t ]*/;

export class GraphqlLexer {
  private readonly text: string;
  private at = 0;
  private line = 1;
  private lineStart = 0;

  constructor(text: string) {
    this.text = text;
  }

  next(): Token {
    this.skipIgnored();
    if (this.at >= this.text.length) return this.token('<EOF>', '', this.at);
    const punctuation = this.match(PUNCTUATION);
    if (punctuation !== null) {
      return this.token(punctuation[0] as TokenKind, '', this.at - punctuation[0].length);
    }
    return this.name() ?? this.number() ?? this.string() ?? this.invalid();
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) this.at = pattern.lastIndex;
    return match;
  }

  private skipIgnored(): void {
    while (this.match(IGNORED) !== null || this.lineEnd()) {}
  }

  private lineEnd(): boolean {
    if (this.match(LINE_END) === null) return false;
    this.line += 1;
    this.lineStart = this.at;
    return true;
  }

  private token(kind: TokenKind, value: string, start: number): Token {
    const column = Array.from(this.text.slice(this.lineStart, start)).length + 1;
    return { kind, value, line: this.line, column };
  }

  private name(): Token | undefined {
    const match = this.match(NAME);
    return match === null ? undefined : this.token('Name', match[0], match.index);
  }

  private number(): Token | undefined {
    const match = this.match(NUMBER);
    if (match === null) return undefined;
    const isFloat = match[1] !== undefined || match[2] !== undefined;
    return this.token(isFloat ? 'Float' : 'Int', match[0], match.index);
  }

  private string(): Token | undefined {
    if (this.text.startsWith('"""', this.at)) return this.blockString();
    const match = this.match(STRING);
    if (match === null) return undefined;
    const value = JSON.parse(`"${match[1]!.replaceAll('\t', '\\t')}"`);
    return this.token('String', value, match.index + 1);
  }

  private blockString(): Token | undefined {
    const match = this.match(BLOCK_STRING);
    if (match === null) return undefined;
    const token = this.token('BlockString', blockValue(match[1]!), match.index + 3);
    this.countLines(match.index, this.at);
    return token;
  }

  private countLines(from: number, to: number): void {
    for (const end of this.text.slice(from, to).matchAll(/\r\n|\n|\r/g)) {
      this.line += 1;
      this.lineStart = from + end.index + end[0].length;
    }
  }

  /** Whatever is no token; it stands where reading gave up. */
  private invalid(): Token {
    if (this.text.startsWith('"""', this.at)) {
      this.countLines(this.at, this.text.length);
      this.at = this.text.length;
    }
    return this.token('<Invalid>', '', this.at);
  }
}

/** Without the indentation that all lines but the first share, and blank lines at both ends. */
function blockValue(raw: string): string {
  const lines = raw.replaceAll('\\"""', '"""').split(/\r\n|\n|\r/);
  const isBlank = (line: string) => /^[\t ]*$/.test(line);
  const indents = lines
    .slice(1)
    .filter(line => !isBlank(line))
    .map(line => INDENT.exec(line)![0].length);
  const shared = indents.length === 0 ? 0 : Math.min(...indents);
  const dedented = lines.map((line, index) => (index === 0 ? line : line.slice(shared)));
  const first = dedented.findIndex(line => !isBlank(line));
  if (first < 0) return '';
  return dedented.slice(first, dedented.findLastIndex(line => !isBlank(line)) + 1).join('\n');
}
