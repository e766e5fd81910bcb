/*
 * GraphQL schemas (type system documents) as trees of Rego values, with the field names of gqlparser.
 */
import type { Value } from '../value/value.ts';
import type { Token } from './graphql-lexer.ts';
import { GraphqlParser, node } from './graphql-parser.ts';

const LOCATIONS = new Set(
  [
    'QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT',
    'VARIABLE_DEFINITION SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION',
    'ENUM ENUM_VALUE INPUT_OBJECT INPUT_FIELD_DEFINITION',
  ].flatMap(line => line.split(' ')),
);

/** Keywords of type definitions, and the kinds they define. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['scalar', 'SCALAR'],
  ['type', 'OBJECT'],
  ['interface', 'INTERFACE'],
  ['union', 'UNION'],
  ['enum', 'ENUM'],
  ['input', 'INPUT_OBJECT'],
]);

/** The parts of a definition that come after its name. */
interface Body {
  readonly interfaces: readonly string[];
  readonly directives: readonly Value[];
  readonly fields: readonly Value[];
  readonly types: readonly string[];
  readonly values: readonly Value[];
}

class SchemaParser extends GraphqlParser {
  private readonly schema: Value[] = [];
  private readonly schemaExtension: Value[] = [];
  private readonly directiveDefinitions: Value[] = [];
  private readonly definitions: Value[] = [];
  private readonly extensions: Value[] = [];

  document(): Value {
    while (!this.at('<EOF>')) this.definition();
    return node({
      Schema: this.schema,
      SchemaExtension: this.schemaExtension,
      Directives: this.directiveDefinitions,
      Definitions: this.definitions,
      Extensions: this.extensions,
    });
  }

  private definition(): void {
    const description = this.description();
    const text = description?.value ?? '';
    const { kind, value } = this.peek();
    if (kind !== 'Name') this.unexpected();
    if (KINDS.has(value)) this.definitions.push(this.typeDefinition(text));
    else if (value === 'schema') this.schema.push(this.schemaDefinition(text));
    else if (value === 'directive') this.directiveDefinitions.push(this.directiveDefinition(text));
    else if (value !== 'extend') this.unexpected();
    else if (text !== '') this.unexpected(description);
    else this.extension();
  }

  private description(): Token | undefined {
    return this.at('String') || this.at('BlockString') ? this.next() : undefined;
  }

  private descriptionText(): string {
    return this.description()?.value ?? '';
  }

  private typeDefinition(description: string): Value {
    const keyword = this.next().value;
    const name = this.name();
    return this.typeNode(keyword, name, description, this.body(keyword, keyword !== 'scalar'));
  }

  private typeNode(keyword: string, name: string, description: string, body: Body): Value {
    return node({
      Kind: KINDS.get(keyword)!,
      Name: name,
      Description: description,
      BuiltIn: false,
      Interfaces: body.interfaces,
      Directives: body.directives,
      Fields: body.fields,
      Types: body.types,
      EnumValues: body.values,
    });
  }

  private body(keyword: string, mayImplement: boolean): Body {
    const hasFields = keyword === 'type' || keyword === 'interface';
    const interfaces = hasFields && mayImplement ? this.interfaces() : [];
    const directives = this.directives(true);
    const block = <T>(parse: () => T) => this.some('{', '}', parse);
    const fields = hasFields ? block(() => this.field()) : [];
    const inputs = keyword === 'input' ? block(() => this.inputValue()) : fields;
    const types = keyword === 'union' ? this.members() : [];
    const values = keyword === 'enum' ? block(() => this.enumValue()) : [];
    return { interfaces, directives, fields: inputs, types, values };
  }

  private interfaces(): string[] {
    if (!this.skip('Name', 'implements')) return [];
    this.skip('&');
    const names = [this.name()];
    while (this.skip('&')) names.push(this.name());
    return names;
  }

  private members(): string[] {
    if (!this.skip('=')) return [];
    this.skip('|');
    const names = [this.name()];
    while (this.skip('|')) names.push(this.name());
    return names;
  }

  private field(): Value {
    const description = this.descriptionText();
    const name = this.name();
    const parameters = this.parameters();
    this.expect(':');
    return node({
      Description: description,
      Name: name,
      Arguments: parameters,
      Type: this.type(),
      Directives: this.directives(true),
    });
  }

  private parameters(): Value[] {
    return this.some('(', ')', () => this.inputValue());
  }

  private inputValue(): Value {
    const description = this.descriptionText();
    const name = this.name();
    this.expect(':');
    return node({
      Description: description,
      Name: name,
      Type: this.type(),
      DefaultValue: this.skip('=') ? this.value(true) : undefined,
      Directives: this.directives(true),
    });
  }

  private enumValue(): Value {
    const description = this.descriptionText();
    return node({
      Description: description,
      Name: this.name(),
      Directives: this.directives(true),
    });
  }

  private schemaDefinition(description: string): Value {
    this.keyword('schema');
    return node({
      Description: description,
      Directives: this.directives(true),
      OperationTypes: this.some('{', '}', () => this.operationType()),
    });
  }

  private operationType(): Value {
    const operation = this.next();
    if (!['query', 'mutation', 'subscription'].includes(operation.value))
      this.unexpected(operation);
    this.expect(':');
    return node({ Operation: operation.value, Type: this.name() });
  }

  private directiveDefinition(description: string): Value {
    this.keyword('directive');
    this.expect('@');
    const name = this.name();
    const parameters = this.parameters();
    const isRepeatable = this.skip('Name', 'repeatable');
    this.keyword('on');
    return node({
      Description: description,
      Name: name,
      Arguments: parameters,
      IsRepeatable: isRepeatable,
      Locations: this.locations(),
    });
  }

  private locations(): string[] {
    this.skip('|');
    const names = [this.location()];
    while (this.skip('|')) names.push(this.location());
    return names;
  }

  private location(): string {
    const token = this.expect('Name');
    if (!LOCATIONS.has(token.value)) this.unexpected(token);
    return token.value;
  }

  private extension(): void {
    this.keyword('extend');
    const { value } = this.peek();
    if (value === 'schema') {
      this.schemaExtension.push(this.extendedSchema());
    } else {
      if (!this.at('Name') || !KINDS.has(value)) this.unexpected();
      this.extensions.push(this.extendedType());
    }
  }

  private extendedSchema(): Value {
    this.keyword('schema');
    const directives = this.directives(true);
    const operations = this.some('{', '}', () => this.operationType());
    if (directives.length + operations.length === 0) this.unexpected();
    return node({ Description: '', Directives: directives, OperationTypes: operations });
  }

  /** Something must be added. */
  private extendedType(): Value {
    const keyword = this.next().value;
    const name = this.name();
    const body = this.body(keyword, keyword === 'type');
    if (Object.values(body).every(part => part.length === 0)) this.unexpected();
    return this.typeNode(keyword, name, '', body);
  }
}

/** The tree of a schema document. @throws BuiltinError */
export function parseSchema(text: string): Value {
  return new SchemaParser(text).document();
}
