/*
 * Whether a schema holds together (GraphQL specification, section 3): every type and directive that
 * is used exists and fits, interfaces are implemented, nothing is defined twice.
 */
import type { RegoObject } from '../value/value.ts';
import {
  type GraphqlSchema,
  INPUT_KINDS,
  OUTPUT_KINDS,
  type TypeDefinition,
} from './graphql-schema.ts';
import {
  baseName,
  child,
  duplicate,
  isTrue,
  list,
  named,
  namesOf,
  text,
  values,
} from './graphql-tree.ts';

/** Reserved for introspection. */
function isReserved(name: string): boolean {
  return name.startsWith('__');
}

class SchemaCheck {
  private readonly schema: GraphqlSchema;

  constructor(schema: GraphqlSchema) {
    this.schema = schema;
  }

  isValid(): boolean {
    return (
      this.definesOnce() &&
      this.rootsExist() &&
      [...this.schema.types.values()].every(type => this.isValidType(type)) &&
      [...this.schema.directives.values()].every(directive => this.isValidDirective(directive))
    );
  }

  private definesOnce(): boolean {
    const kindsAgree = list(this.schema.document, 'Extensions').every(extension => {
      return this.schema.types.get(text(extension, 'Name'))!.kind === text(extension, 'Kind');
    });
    return (
      kindsAgree &&
      duplicate(namesOf(this.schema.both('Definitions'))) === undefined &&
      duplicate(namesOf(this.schema.both('Directives'))) === undefined &&
      list(this.schema.document, 'Schema').length <= 1
    );
  }

  private rootsExist(): boolean {
    return [...this.schema.roots.values()].every(name => this.schema.types.has(name));
  }

  private isValidDirective(directive: RegoObject): boolean {
    const name = text(directive, 'Name');
    return !isReserved(name) && this.areValidParameters(list(directive, 'Arguments'), name);
  }

  private isValidType(type: TypeDefinition): boolean {
    return (
      !(isReserved(type.name) && this.schema.isOwn(type.name)) &&
      type.fields.every(field => this.isValidField(field)) &&
      duplicate(namesOf(type.fields)) === undefined &&
      type.members.every(member => this.schema.types.get(member)?.kind === 'OBJECT') &&
      type.interfaces.every(name => this.implements(type, name)) &&
      this.hasContents(type) &&
      this.areApplicable(type.directives, type.kind)
    );
  }

  private isValidField(field: RegoObject): boolean {
    return (
      !isReserved(text(field, 'Name')) &&
      this.schema.types.has(baseName(child(field, 'Type'))) &&
      this.areValidParameters(list(field, 'Arguments')) &&
      this.areApplicable(list(field, 'Directives'), 'FIELD_DEFINITION')
    );
  }

  private hasContents({ kind, fields, enumValues }: TypeDefinition): boolean {
    const fieldsAre = (kinds: readonly string[]) =>
      fields.length > 0 &&
      fields.every(field =>
        kinds.includes(this.schema.types.get(baseName(child(field, 'Type')))!.kind),
      );
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
      const type = this.schema.types.get(baseName(child(parameter, 'Type')));
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
      const definition = this.schema.directives.get(name);
      if (definition === undefined || isReserved(name) || name === within) return false;
      return values(definition, 'Locations').includes(location);
    });
  }

  /** All fields of the interface, and the interfaces it implements itself. */
  private implements(type: TypeDefinition, name: string): boolean {
    const contract = this.schema.types.get(name);
    if (contract?.kind !== 'INTERFACE') return false;
    const declaresAncestors = contract.interfaces.every(item => type.interfaces.includes(item));
    return declaresAncestors && contract.fields.every(field => this.hasField(type, field));
  }

  private hasField(type: TypeDefinition, required: RegoObject): boolean {
    const found = named(type.fields, text(required, 'Name'));
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
    return wanted === given || this.schema.isPossible(wanted, given);
  }
}

function sameType(a: RegoObject, b: RegoObject): boolean {
  if (isTrue(a, 'NonNull') !== isTrue(b, 'NonNull') || a.has('Elem') !== b.has('Elem'))
    return false;
  if (a.has('Elem')) return sameType(child(a, 'Elem'), child(b, 'Elem'));
  return baseName(a) === baseName(b);
}

function hasParameter(given: readonly RegoObject[], wanted: RegoObject): boolean {
  const found = named(given, text(wanted, 'Name'));
  return found !== undefined && sameType(child(wanted, 'Type'), child(found, 'Type'));
}

/** A parameter the interface lacks must be optional. */
function isExtra(parameter: RegoObject, wanted: readonly RegoObject[]): boolean {
  if (namesOf(wanted).includes(text(parameter, 'Name'))) return true;
  return !isTrue(child(parameter, 'Type'), 'NonNull') || parameter.has('DefaultValue');
}

export function isValidSchema(schema: GraphqlSchema): boolean {
  return new SchemaCheck(schema).isValid();
}
