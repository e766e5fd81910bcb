/*
 * What every part of the parser stands on: the current token, errors, going back, and the limit on
 * nesting. The grammar itself is in the files beside (terms, literals, rules); parts that need each
 * other reach across by `parser.grammar`, so that files do not import in circles.
 *
 * Going back: `attempt` runs a production that may turn out to be the wrong one (`{a | b` begins a
 * comprehension or a set of unions). Within an attempt, bracketed productions remember what they
 * made of a place (`remember`), failures too: nested attempts would otherwise take time
 * exponential in their nesting.
 */
import type { Diagnostic } from '../base/diagnostic.ts';
import { positionOf, type Source, type Span } from '../base/source.ts';
import type { Body, Comment, Expr, Term } from './ast.ts';
import { tokenAt } from './lexer.ts';
import { KEYWORDS_V0, KEYWORDS_V1, type Punctuation, type Token } from './token.ts';

export interface ParseOptions {
  /** The syntax a module without `import rego.v1` is in; 1 if not said. */
  readonly regoVersion?: 0 | 1;
  /** Keywords that may be imported from `future.keywords` though they are experiments: `and`, `or`. */
  readonly experimentalKeywords?: readonly string[];
  /** As many errors as are told about the source; 10 if not said, 0 for all. */
  readonly maxErrors?: number;
}

/** The productions that refer to each other across files. */
export interface Grammar {
  /** A term without operators. */
  readonly primary: (parser: Parser) => Term;
  /** A term with operators; `keyValue` allows `k, v in xs`. */
  readonly infix: (parser: Parser, keyValue: boolean) => Term;
  /** The same after its first operand is parsed. */
  readonly infixFrom: (parser: Parser, first: Term, keyValue: boolean) => Term;
  readonly literal: (parser: Parser) => Expr;
  /** Expressions up to the closing sign, which stays the current token. */
  readonly body: (parser: Parser, close: Punctuation | 'end') => Body;
}

/** Words that a statement has and an expression has not. */
const STATEMENT_WORDS = ['contains', 'default', 'if', 'import', 'package'];

/** Nesting of brackets, operators and `else`: far above what people write, far below our stack. */
const MAX_NESTING = 200;

/**
 * A production that can't go on. Not an Error, as it never leaves the parser and a stack trace per
 * attempt would cost more than the parsing.
 */
export class ParseFailure {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    this.diagnostic = diagnostic;
  }

  /** Where in the text. */
  get start(): number {
    return this.diagnostic.span?.start ?? 0;
  }
}

interface Memory {
  readonly result: { readonly value: unknown } | { readonly failure: ParseFailure };
  readonly token: Token;
  readonly lastEnd: number;
}

export class Parser {
  readonly source: Source;
  readonly grammar: Grammar;
  readonly options: ParseOptions;
  /** Found so far; parsing goes on after those that do not stop it. */
  readonly diagnostics: Diagnostic[] = [];
  readonly comments: Comment[] = [];
  /** Words that are keywords here and now; imports add to them. */
  readonly keywords: Set<string>;
  /** The current token: the next to be consumed. */
  token: Token;
  /** The end of the last token consumed. */
  lastEnd: number;
  private wildcards = 0;
  private nesting = 0;
  /** The innermost bracket that is open, for messages. */
  private opener: Token | undefined;
  private attempts = 0;
  private readonly memories = new Map<string, Memory>();

  constructor(source: Source, grammar: Grammar, options: ParseOptions) {
    this.source = source;
    this.grammar = grammar;
    this.options = options;
    this.keywords = new Set(
      options.regoVersion === 0 ? KEYWORDS_V0 : [...KEYWORDS_V0, ...KEYWORDS_V1],
    );
    this.lastEnd = source.text.startsWith('\ufeff') ? 1 : 0;
    this.token = this.read(this.lastEnd);
  }

  private read(offset: number): Token {
    const token = tokenAt(this.source.text, offset);
    for (const { start, end } of token.comments) {
      const last = this.comments.at(-1);
      if (last !== undefined && last.span.start >= start) continue;
      const text = this.source.text.slice(start + 1, end);
      this.comments.push({ span: { source: this.source, start, end }, text });
    }
    return token;
  }

  /** Consumes the current token. */
  advance(): Token {
    const consumed = this.token;
    this.jump(consumed.end);
    return consumed;
  }

  /** Goes to an offset, as if the text before it was consumed. */
  jump(offset: number): void {
    this.lastEnd = offset;
    this.token = this.read(offset);
  }

  at(kind: Token['kind']): boolean {
    return this.token.kind === kind;
  }

  textOf(token: Token): string {
    return this.source.text.slice(token.start, token.end);
  }

  /** The keyword that the current token is, if it is one here. */
  get keyword(): string | undefined {
    if (this.token.kind !== 'identifier') return undefined;
    const word = this.textOf(this.token);
    return this.keywords.has(word) && !this.beginsRef() ? word : undefined;
  }

  /** `if.x` and `if["x"]` are references: a keyword is a name when a part follows at once. */
  private beginsRef(): boolean {
    const next = this.source.text[this.token.end];
    return next === '.' || next === '[';
  }

  atKeyword(word: string): boolean {
    return this.keyword === word;
  }

  /** Consumes a sign or keyword if it is the current token. */
  accept(expected: Punctuation): boolean {
    if (!this.at(expected)) return false;
    this.advance();
    return true;
  }

  acceptKeyword(word: string): boolean {
    if (!this.atKeyword(word)) return false;
    this.advance();
    return true;
  }

  expect(expected: Punctuation): Token {
    if (!this.at(expected)) this.unexpected(`expected \`${expected}\``);
    return this.advance();
  }

  /** From an offset to the end of the last token consumed. */
  spanFrom(start: number): Span {
    return { source: this.source, start, end: this.lastEnd };
  }

  spanOf(token: Token): Span {
    return { source: this.source, start: token.start, end: token.end };
  }

  /** Records an error that does not stop the parsing. */
  report(span: Span, message: string, hint?: string): void {
    this.diagnostics.push(parseError(span, message, hint));
  }

  fail(span: Span, message: string, hint?: string): never {
    throw new ParseFailure(parseError(span, message, hint));
  }

  /** The current token can't stand where it does. */
  unexpected(note?: string, hint?: string): never {
    const { token } = this;
    if (token.kind === 'illegal') this.fail(this.spanOf(token), token.message!, token.hint);
    const what = `unexpected ${this.describe()}`;
    const message = note === undefined ? what : `${what}: ${note}`;
    // The end of the input is shown where the text ends, not after empty lines.
    const span = this.at('end') ? this.spanFrom(this.lastEnd) : this.spanOf(token);
    this.fail(span, message, hint ?? this.unclosed());
  }

  /** Where a statement begins or the text ends, an open bracket is what is wrong. */
  private unclosed(): string | undefined {
    const begins = this.keyword !== undefined && STATEMENT_WORDS.includes(this.keyword);
    if (this.opener === undefined || !(begins || this.at('end'))) return undefined;
    const { line } = positionOf(this.spanOf(this.opener));
    return `\`${this.textOf(this.opener)}\` of line ${line} is not closed`;
  }

  private describe(): string {
    if (this.token.kind === 'end') return 'end of input';
    const text = this.textOf(this.token);
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    return `\`${shown}\` ${this.keyword === undefined ? 'token' : 'keyword'}`;
  }

  /** A name for the next `_`: never given twice, not even after going back. */
  wildcard(): string {
    return `$${this.wildcards++}`;
  }

  /** Runs a production one level deeper, perhaps in the brackets that a token opens. */
  nested<T>(production: () => T, opener = this.opener): T {
    if (this.nesting >= MAX_NESTING) {
      this.fail(this.spanOf(this.token), `nested deeper than ${MAX_NESTING} levels`);
    }
    const outer = this.opener;
    this.nesting++;
    this.opener = opener;
    try {
      return production();
    } finally {
      this.nesting--;
      this.opener = outer;
    }
  }

  /** Runs a production; if it fails, goes back to where it began and gives the failure. */
  attempt<T>(production: () => T): T | ParseFailure {
    const { token, lastEnd } = this;
    this.attempts++;
    try {
      return production();
    } catch (thrown) {
      if (!(thrown instanceof ParseFailure)) throw thrown;
      this.token = token;
      this.lastEnd = lastEnd;
      return thrown;
    } finally {
      this.attempts--;
      if (this.attempts === 0) this.memories.clear();
    }
  }

  /** Within an attempt, runs a production once per place and remembers what came of it. */
  remember<T>(name: string, production: () => T): T {
    if (this.attempts === 0) return production();
    const key = `${name}${this.token.start}`;
    const memory = this.memories.get(key) ?? this.record(key, production);
    this.token = memory.token;
    this.lastEnd = memory.lastEnd;
    if ('failure' in memory.result) throw memory.result.failure;
    return memory.result.value as T;
  }

  private record(key: string, production: () => unknown): Memory {
    const result = this.outcome(production);
    const memory = { result, token: this.token, lastEnd: this.lastEnd };
    this.memories.set(key, memory);
    return memory;
  }

  private outcome(production: () => unknown): Memory['result'] {
    try {
      return { value: production() };
    } catch (thrown) {
      if (!(thrown instanceof ParseFailure)) throw thrown;
      return { failure: thrown };
    }
  }
}

function parseError(span: Span, message: string, hint?: string): Diagnostic {
  return { code: 'rego_parse_error', message, span, ...(hint === undefined ? {} : { hint }) };
}
