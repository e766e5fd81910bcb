/*
 * GraphQL queries as trees of Rego values. The trees have the field names of the Go library OPA
 * parses with (gqlparser); what is empty is left out.
 */
import { goQuote } from '../value/go-quote.ts';
import { isArray, RegoObject, type Value } from '../value/value.ts';
import { failure } from './builtin.ts';
import { GraphqlLexer, type Token, type TokenKind } from './graphql-lexer.ts';

/** A node without its absent fields and empty lists. */
export function node(fields: Readonly<Record<string, Value | undefined>>): RegoObject {
  const present = Object.entries(fields).filter(([, value]) => {
    return value !== undefined && !(isArray(value) && value.length === 0);
  });
  return RegoObject.of(present as [string, Value][]);
}

interface Position {
  readonly line: number;
  readonly column: number;
}

const positions = new WeakMap<RegoObject, Position>();

/** Where a node stood in its text; unknown for trees that were not parsed. */
export function positionOf(tree: RegoObject): Position | undefined {
  return positions.get(tree);
}

/** The numbers of kinds of values. */
export const KIND = {
  variable: 0,
  Int: 1,
  Float: 2,
  String: 3,
  BlockString: 4,
  boolean: 5,
  null: 6,
  enum: 7,
  list: 8,
  object: 9,
} as const;

/** Deeper documents are refused. */
const MAX_DEPTH = 128;

export function tokenText({ kind, value }: Token): string {
  return value === '' ? kind : `${kind} ${goQuote(value)}`;
}

/** What queries and schemas have in common. */
export class GraphqlParser {
  private readonly lexer: GraphqlLexer;
  private peeked: Token | undefined;
  private depth = 0;

  constructor(text: string) {
    this.lexer = new GraphqlLexer(text);
  }

  peek(): Token {
    this.peeked ??= this.lexer.next();
    return this.peeked;
  }

  next(): Token {
    const token = this.peek();
    this.peeked = undefined;
    return token;
  }

  fail(message: string, { line, column }: Token = this.peek()): never {
    throw failure(`${message} in GraphQL string at location ${line}:${column}`);
  }

  unexpected(token: Token = this.peek()): never {
    return this.fail(`Unexpected ${tokenText(token)}`, token);
  }

  at(kind: TokenKind, value?: string): boolean {
    const token = this.peek();
    return token.kind === kind && (value === undefined || token.value === value);
  }

  skip(kind: TokenKind, value?: string): boolean {
    if (!this.at(kind, value)) return false;
    this.next();
    return true;
  }

  expect(kind: TokenKind): Token {
    if (!this.at(kind)) this.fail(`Expected ${kind}, found ${this.peek().kind}`);
    return this.next();
  }

  keyword(word: string): void {
    if (this.at('Name', word)) this.next();
    else this.fail(`Expected ${goQuote(word)}, found ${tokenText(this.peek())}`);
  }

  name(): string {
    return this.expect('Name').value;
  }

  private nested<T>(parse: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.fail(`nesting is deeper than ${MAX_DEPTH}`);
    const parsed = parse();
    this.depth -= 1;
    return parsed;
  }

  /** Items between brackets; none where the opening one is missing. */
  many<T>(open: TokenKind, close: TokenKind, parse: () => T): T[] {
    return this.skip(open) ? this.nested(() => this.until(close, parse)) : [];
  }

  /** As `many`, but brackets with nothing in them are an error. */
  some<T>(open: TokenKind, close: TokenKind, parse: () => T): T[] {
    if (!this.skip(open)) return [];
    if (this.at(close)) this.fail(`expected at least one definition, found ${close}`);
    return this.nested(() => this.until(close, parse));
  }

  private until<T>(close: TokenKind, parse: () => T): T[] {
    const items: T[] = [];
    while (!this.at(close)) items.push(parse());
    this.next();
    return items;
  }

  directives(isConstant: boolean): Value[] {
    const found: Value[] = [];
    while (this.skip('@')) {
      const use = () =>
        node({ Name: this.name(), Location: '', Arguments: this.callArguments(isConstant) });
      found.push(this.placed(use));
    }
    return found;
  }

  /** A node that remembers where it began. */
  placed(parse: () => RegoObject): RegoObject {
    const { line, column } = this.peek();
    const tree = parse();
    positions.set(tree, { line, column });
    return tree;
  }

  callArguments(isConstant: boolean): Value[] {
    return this.many('(', ')', () => this.placed(() => this.pair(isConstant)));
  }

  private pair(isConstant: boolean): RegoObject {
    const name = this.name();
    this.expect(':');
    return node({ Name: name, Value: this.value(isConstant) });
  }

  value(isConstant: boolean): Value {
    return this.placed(() => this.unplacedValue(isConstant));
  }

  private unplacedValue(isConstant: boolean): RegoObject {
    const token = this.peek();
    switch (token.kind) {
      case '[':
        return leaf(
          KIND.list,
          '',
          this.many('[', ']', () => this.item(isConstant)),
        );
      case '{':
        return leaf(
          KIND.object,
          '',
          this.many('{', '}', () => this.pair(isConstant)),
        );
      case 'Int':
      case 'Float':
      case 'String':
      case 'BlockString':
        return leaf(KIND[token.kind], this.next().value);
      case 'Name':
        return leaf(kindOfName(token.value), this.next().value);
      case '$':
        return isConstant ? this.unexpected() : leaf(KIND.variable, this.variable());
      default:
        return this.unexpected();
    }
  }

  /** The elements of a list are children without a name. */
  private item(isConstant: boolean): Value {
    return node({ Name: '', Value: this.value(isConstant) });
  }

  variable(): string {
    this.expect('$');
    return this.name();
  }

  type(): Value {
    if (!this.skip('[')) {
      const name = this.name();
      return node({ NamedType: name, NonNull: this.skip('!') });
    }
    const element = this.nested(() => this.type());
    this.expect(']');
    return node({ NamedType: '', Elem: element, NonNull: this.skip('!') });
  }
}

function kindOfName(name: string): number {
  if (name === 'true' || name === 'false') return KIND.boolean;
  return name === 'null' ? KIND.null : KIND.enum;
}

function leaf(kind: number, raw: string, children: readonly Value[] = []): RegoObject {
  return node({ Kind: kind, Raw: raw, Children: children, ExpectedTypeHasDefault: false });
}

const OPERATIONS = ['query', 'mutation', 'subscription'];

class QueryParser extends GraphqlParser {
  document(): Value {
    const operations: Value[] = [];
    const fragments: Value[] = [];
    while (!this.at('<EOF>')) {
      const isFragment = this.at('Name', 'fragment');
      const tree = this.placed(() => (isFragment ? this.fragmentDefinition() : this.operation()));
      (isFragment ? fragments : operations).push(tree);
    }
    return node({ Operations: operations, Fragments: fragments });
  }

  private operation(): RegoObject {
    if (this.at('{')) {
      return node({ Operation: 'query', Name: '', SelectionSet: this.selectionSet() });
    }
    const { kind, value } = this.peek();
    if (kind !== 'Name' || !OPERATIONS.includes(value)) this.unexpected();
    this.next();
    return node({
      Operation: value,
      Name: this.at('Name') ? this.name() : '',
      VariableDefinitions: this.variableDefinitions(),
      Directives: this.directives(false),
      SelectionSet: this.selectionSet(),
    });
  }

  private variableDefinitions(): Value[] {
    return this.many('(', ')', () => this.placed(() => this.variableDefinition()));
  }

  private variableDefinition(): RegoObject {
    const variable = this.variable();
    this.expect(':');
    return node({
      Variable: variable,
      Type: this.type(),
      DefaultValue: this.skip('=') ? this.value(true) : undefined,
      Directives: this.directives(false),
      Used: false,
    });
  }

  private selectionSet(): Value[] {
    if (!this.at('{')) this.fail(`Expected {, found ${this.peek().kind}`);
    return this.optionalSelectionSet();
  }

  private optionalSelectionSet(): Value[] {
    return this.some('{', '}', () => this.placed(() => this.selection()));
  }

  private selection(): RegoObject {
    return this.at('...') ? this.fragment() : this.field();
  }

  private field(): RegoObject {
    const first = this.name();
    return node({
      Alias: first,
      Name: this.skip(':') ? this.name() : first,
      Arguments: this.callArguments(false),
      Directives: this.directives(false),
      SelectionSet: this.optionalSelectionSet(),
    });
  }

  private fragment(): RegoObject {
    this.expect('...');
    if (this.at('Name') && !this.at('Name', 'on')) {
      return node({ Name: this.name(), Directives: this.directives(false) });
    }
    return node({
      TypeCondition: this.skip('Name', 'on') ? this.name() : '',
      Directives: this.directives(false),
      SelectionSet: this.selectionSet(),
    });
  }

  private fragmentDefinition(): RegoObject {
    this.keyword('fragment');
    if (this.at('Name', 'on')) this.unexpected();
    const name = this.name();
    const variables = this.variableDefinitions();
    this.keyword('on');
    return node({
      Name: name,
      VariableDefinition: variables,
      TypeCondition: this.name(),
      Directives: this.directives(false),
      SelectionSet: this.selectionSet(),
    });
  }
}

/** The tree of a query document. @throws BuiltinError */
export function parseQuery(text: string): Value {
  return new QueryParser(text).document();
}
