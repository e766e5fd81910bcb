/*
 * A GraphQL schema ready for questions: types with what their extensions add, directives, roots, and
 * what every schema has besides: scalars, directives and introspection (GraphQL specification,
 * sections 3.5, 3.13 and 4).
 */
import type { RegoObject, Value } from '../value/value.ts';
import { parseSchema } from './graphql-schema-parser.ts';
import { byName, list, text, values } from './graphql-tree.ts';

const PRELUDE = parseSchema(`
scalar Int scalar Float scalar String scalar Boolean scalar ID
directive @include(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @skip(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @deprecated(reason: String = "No longer supported")
  on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
directive @specifiedBy(url: String!) on SCALAR
type __Schema {
  description: String types: [__Type!]! queryType: __Type! mutationType: __Type
  subscriptionType: __Type directives: [__Directive!]!
}
type __Type {
  kind: __TypeKind! name: String description: String specifiedByURL: String
  fields(includeDeprecated: Boolean = false): [__Field!] interfaces: [__Type!]
  possibleTypes: [__Type!] enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
  inputFields: [__InputValue!] ofType: __Type
}
type __Field {
  name: String! description: String args: [__InputValue!]! type: __Type! isDeprecated: Boolean!
  deprecationReason: String
}
type __InputValue { name: String! description: String type: __Type! defaultValue: String }
type __EnumValue {
  name: String! description: String isDeprecated: Boolean! deprecationReason: String
}
type __Directive {
  name: String! description: String locations: [__DirectiveLocation!]! args: [__InputValue!]!
  isRepeatable: Boolean!
}
enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }
enum __DirectiveLocation {
  QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT
  VARIABLE_DEFINITION SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION
  ENUM ENUM_VALUE INPUT_OBJECT INPUT_FIELD_DEFINITION
}`);

/** Fields that are there without being defined: on every composite type, and on the query's root. */
const META = parseSchema(
  'type Any { __typename: String! } type Root { __schema: __Schema! __type(name: String!): __Type }',
);
const [META_ANY, META_ROOT] = list(META, 'Definitions').map(type => list(type, 'Fields'));

/** A definition with what its extensions add. */
export interface TypeDefinition {
  readonly kind: string;
  readonly name: string;
  readonly fields: readonly RegoObject[];
  readonly interfaces: readonly string[];
  readonly members: readonly string[];
  readonly enumValues: readonly RegoObject[];
  readonly directives: readonly RegoObject[];
}

function typeDefinition(parts: readonly RegoObject[]): TypeDefinition {
  const all = (field: string) => parts.flatMap(part => list(part, field));
  const strings = (field: string) => parts.flatMap(part => values(part, field)).map(String);
  return {
    kind: text(parts[0]!, 'Kind'),
    name: text(parts[0]!, 'Name'),
    fields: all('Fields'),
    interfaces: strings('Interfaces'),
    members: strings('Types'),
    enumValues: all('EnumValues'),
    directives: all('Directives'),
  };
}

export const INPUT_KINDS: readonly string[] = ['SCALAR', 'ENUM', 'INPUT_OBJECT'];
export const OUTPUT_KINDS: readonly string[] = ['SCALAR', 'OBJECT', 'INTERFACE', 'UNION', 'ENUM'];
export const COMPOSITE_KINDS: readonly string[] = ['OBJECT', 'INTERFACE', 'UNION'];

export class GraphqlSchema {
  readonly types = new Map<string, TypeDefinition>();
  readonly directives = new Map<string, RegoObject>();
  readonly document: Value;
  /** Type names by operation. */
  readonly roots: ReadonlyMap<string, string>;

  constructor(document: Value) {
    this.document = document;
    const parts = [...this.both('Definitions'), ...list(document, 'Extensions')];
    for (const [name, group] of byName(parts)) this.types.set(name, typeDefinition(group));
    for (const item of this.both('Directives')) this.directives.set(text(item, 'Name'), item);
    this.roots = this.findRoots();
  }

  /** Definitions of every schema, and of this one. */
  both(field: 'Definitions' | 'Directives'): readonly RegoObject[] {
    return [...list(PRELUDE, field), ...list(this.document, field)];
  }

  /** Whether a type came with the specification. */
  isOwn(name: string): boolean {
    return !list(PRELUDE, 'Definitions').some(definition => text(definition, 'Name') === name);
  }

  /** Named by the schema, or else types of the usual names. */
  private findRoots(): ReadonlyMap<string, string> {
    const schemas = [...list(this.document, 'Schema'), ...list(this.document, 'SchemaExtension')];
    const usual = ['Query', 'Mutation', 'Subscription'].filter(name => this.types.has(name));
    return new Map([
      ...usual.map((name): [string, string] => [name.toLowerCase(), name]),
      ...schemas
        .flatMap(schema => list(schema, 'OperationTypes'))
        .map((root): [string, string] => [text(root, 'Operation'), text(root, 'Type')]),
    ]);
  }

  kindOf(name: string): string {
    return this.types.get(name)?.kind ?? '';
  }

  /** A field's definition, also of the fields that every type has. */
  fieldOf(type: string, name: string): RegoObject | undefined {
    const isRoot = this.roots.get('query') === type;
    const isUnion = this.kindOf(type) === 'UNION';
    const fields = isUnion ? [] : (this.types.get(type)?.fields ?? []);
    return [...fields, ...META_ANY!, ...(isRoot ? META_ROOT! : [])].find(
      field => text(field, 'Name') === name,
    );
  }

  /** Whether an object is a member of the union, or implements the interface. */
  isPossible(abstract: string, concrete: string): boolean {
    const isMember = this.types.get(abstract)?.members.includes(concrete) ?? false;
    return isMember || (this.types.get(concrete)?.interfaces.includes(abstract) ?? false);
  }

  /** The objects a composite type can be. */
  objectsOf(name: string): readonly string[] {
    if (this.kindOf(name) === 'OBJECT') return [name];
    const objects = [...this.types.values()].filter(type => type.kind === 'OBJECT');
    return objects.map(type => type.name).filter(object => this.isPossible(name, object));
  }
}
