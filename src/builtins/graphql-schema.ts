/*
 * Whether a schema holds together (GraphQL specification, section 3): every type and directive that
 * is used exists and fits, interfaces are implemented, nothing is defined twice. Works on the trees
 * of graphql-schema-parser.ts, also when a policy has built one.
 */
import { isArray, RegoObject, type Value } from '../value/value.ts';
import { parseSchema } from './graphql-schema-parser.ts';

/** The scalars and directives every schema has. */
const PRELUDE = parseSchema(`
scalar Int scalar Float scalar String scalar Boolean scalar ID
directive @include(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @skip(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @deprecated(reason: String = "No longer supported")
  on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
directive @specifiedBy(url: String!) on SCALAR`);

function list(tree: Value, field: string): readonly RegoObject[] {
  return values(tree, field).filter(item => item instanceof RegoObject);
}

function values(tree: Value, field: string): readonly Value[] {
  const value = tree instanceof RegoObject ? tree.get(field) : null;
  return typeof value !== 'symbol' && isArray(value) ? value : [];
}

function text(tree: Value, field: string): string {
  const value = tree instanceof RegoObject ? tree.get(field) : '';
  return typeof value === 'string' ? value : '';
}

function child(tree: RegoObject, field: string): RegoObject {
  const value = tree.get(field);
  return value instanceof RegoObject ? value : RegoObject.empty;
}

function isTrue(tree: RegoObject, field: string): boolean {
  return tree.get(field) === true;
}

function namesOf(items: readonly RegoObject[]): string[] {
  return items.map(item => text(item, 'Name'));
}

function byName(items: readonly RegoObject[]): ReadonlyMap<string, readonly RegoObject[]> {
  const groups = new Map<string, RegoObject[]>();
  for (const item of items) {
    const name = text(item, 'Name');
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return groups;
}

/** The name inside all brackets. */
function baseName(type: RegoObject): string {
  return type.has('Elem') ? baseName(child(type, 'Elem')) : text(type, 'NamedType');
}

/** A definition with what its extensions add. */
interface TypeDefinition {
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

function hasDuplicates(names: readonly string[]): boolean {
  return new Set(names).size < names.length;
}

/** Reserved for introspection. */
function isReserved(name: string): boolean {
  return name.startsWith('__');
}

const INPUT_KINDS = ['SCALAR', 'ENUM', 'INPUT_OBJECT'];
const OUTPUT_KINDS = ['SCALAR', 'OBJECT', 'INTERFACE', 'UNION', 'ENUM'];

class SchemaCheck {
  private readonly types = new Map<string, TypeDefinition>();
  private readonly directives = new Map<string, RegoObject>();
  private readonly document: Value;

  constructor(document: Value) {
    this.document = document;
    const parts = [...this.both('Definitions'), ...list(document, 'Extensions')];
    for (const [name, group] of byName(parts)) this.types.set(name, typeDefinition(group));
    for (const item of this.both('Directives')) this.directives.set(text(item, 'Name'), item);
  }

  /** What is in every schema, and in this one. */
  private both(field: string): readonly RegoObject[] {
    return [...list(PRELUDE, field), ...list(this.document, field)];
  }

  isValid(): boolean {
    return (
      this.definesOnce() &&
      this.rootsExist() &&
      [...this.types.values()].every(type => this.isValidType(type)) &&
      [...this.directives.values()].every(directive => this.isValidDirective(directive))
    );
  }

  private definesOnce(): boolean {
    const kindsAgree = list(this.document, 'Extensions').every(extension => {
      return this.types.get(text(extension, 'Name'))!.kind === text(extension, 'Kind');
    });
    return (
      kindsAgree &&
      !hasDuplicates(namesOf(this.both('Definitions'))) &&
      !hasDuplicates(namesOf(this.both('Directives'))) &&
      list(this.document, 'Schema').length <= 1
    );
  }

  private rootsExist(): boolean {
    const schemas = [...list(this.document, 'Schema'), ...list(this.document, 'SchemaExtension')];
    const roots = schemas.flatMap(schema => list(schema, 'OperationTypes'));
    return roots.every(root => this.types.has(text(root, 'Type')));
  }

  private isValidDirective(directive: RegoObject): boolean {
    const name = text(directive, 'Name');
    return !isReserved(name) && this.areValidParameters(list(directive, 'Arguments'), name);
  }

  private isValidType(type: TypeDefinition): boolean {
    return (
      !isReserved(type.name) &&
      type.fields.every(field => this.isValidField(field)) &&
      !hasDuplicates(namesOf(type.fields)) &&
      type.members.every(member => this.types.get(member)?.kind === 'OBJECT') &&
      type.interfaces.every(name => this.implements(type, name)) &&
      this.hasContents(type) &&
      this.areApplicable(type.directives, type.kind)
    );
  }

  private isValidField(field: RegoObject): boolean {
    return (
      !isReserved(text(field, 'Name')) &&
      this.types.has(baseName(child(field, 'Type'))) &&
      this.areValidParameters(list(field, 'Arguments')) &&
      this.areApplicable(list(field, 'Directives'), 'FIELD_DEFINITION')
    );
  }

  private hasContents({ kind, fields, enumValues }: TypeDefinition): boolean {
    const fieldsAre = (kinds: readonly string[]) =>
      fields.length > 0 &&
      fields.every(field => kinds.includes(this.types.get(baseName(child(field, 'Type')))!.kind));
    switch (kind) {
      case 'OBJECT':
      case 'INTERFACE':
        return fieldsAre(OUTPUT_KINDS);
      case 'INPUT_OBJECT':
        return fieldsAre(INPUT_KINDS);
      case 'ENUM':
        return enumValues.length > 0;
      default:
        return true;
    }
  }

  private areValidParameters(parameters: readonly RegoObject[], directive?: string): boolean {
    return parameters.every(parameter => {
      const type = this.types.get(baseName(child(parameter, 'Type')));
      return (
        !isReserved(text(parameter, 'Name')) &&
        type !== undefined &&
        INPUT_KINDS.includes(type.kind) &&
        this.areApplicable(list(parameter, 'Directives'), 'ARGUMENT_DEFINITION', directive)
      );
    });
  }

  /** A directive may not be used in its own definition. */
  private areApplicable(used: readonly RegoObject[], location: string, within?: string): boolean {
    return used.every(use => {
      const name = text(use, 'Name');
      const definition = this.directives.get(name);
      if (definition === undefined || isReserved(name) || name === within) return false;
      return values(definition, 'Locations').includes(location);
    });
  }

  /** All fields of the interface, and the interfaces it implements itself. */
  private implements(type: TypeDefinition, name: string): boolean {
    const contract = this.types.get(name);
    if (contract?.kind !== 'INTERFACE') return false;
    const declaresAncestors = contract.interfaces.every(item => type.interfaces.includes(item));
    return declaresAncestors && contract.fields.every(field => this.hasField(type, field));
  }

  private hasField(type: TypeDefinition, required: RegoObject): boolean {
    const found = type.fields.find(field => text(field, 'Name') === text(required, 'Name'));
    if (found === undefined) return false;
    if (!this.isCovariant(child(required, 'Type'), child(found, 'Type'))) return false;
    const wanted = list(required, 'Arguments');
    const given = list(found, 'Arguments');
    return (
      wanted.every(item => hasParameter(given, item)) && given.every(item => isExtra(item, wanted))
    );
  }

  private isCovariant(required: RegoObject, actual: RegoObject): boolean {
    if (isTrue(required, 'NonNull') && !isTrue(actual, 'NonNull')) return false;
    if (required.has('Elem') !== actual.has('Elem')) return false;
    if (required.has('Elem'))
      return this.isCovariant(child(required, 'Elem'), child(actual, 'Elem'));
    const [wanted, given] = [baseName(required), baseName(actual)];
    return wanted === given || this.isPossible(wanted, given);
  }

  /** Whether an object is a member of the union, or implements the interface. */
  private isPossible(abstract: string, concrete: string): boolean {
    const isMember = this.types.get(abstract)?.members.includes(concrete) ?? false;
    return isMember || (this.types.get(concrete)?.interfaces.includes(abstract) ?? false);
  }
}

function sameType(a: RegoObject, b: RegoObject): boolean {
  if (isTrue(a, 'NonNull') !== isTrue(b, 'NonNull') || a.has('Elem') !== b.has('Elem'))
    return false;
  if (a.has('Elem')) return sameType(child(a, 'Elem'), child(b, 'Elem'));
  return baseName(a) === baseName(b);
}

function hasParameter(given: readonly RegoObject[], wanted: RegoObject): boolean {
  const found = given.find(item => text(item, 'Name') === text(wanted, 'Name'));
  return found !== undefined && sameType(child(wanted, 'Type'), child(found, 'Type'));
}

/** A parameter the interface lacks must be optional. */
function isExtra(parameter: RegoObject, wanted: readonly RegoObject[]): boolean {
  if (namesOf(wanted).includes(text(parameter, 'Name'))) return true;
  return !isTrue(child(parameter, 'Type'), 'NonNull') || parameter.has('DefaultValue');
}

export function isValidSchema(document: Value): boolean {
  return new SchemaCheck(document).isValid();
}
