/*
 * Fields that answer under one name must be able to merge (GraphQL specification, section 5.3.2):
 * the same field with the same arguments wherever both can apply, and results of one shape always.
 * The number of comparisons is bounded, since a short query can ask for very many.
 */
import { equal, RegoObject } from '../value/value.ts';
import { isField, isSpread, problem, type QueryContext } from './graphql-query.ts';
import { COMPOSITE_KINDS, type GraphqlSchema } from './graphql-schema.ts';
import { baseName, child, isTrue, list, named, text } from './graphql-tree.ts';

interface Selected {
  readonly field: RegoObject;
  readonly parent: string;
  /** The type of its result. */
  readonly type: RegoObject;
}

/** A selection set with the type it selects from. */
interface Scope {
  readonly tree: RegoObject;
  readonly type: string;
}

const MAX_STEPS = 20_000;

class MergeCheck {
  private readonly context: QueryContext;
  private readonly schema: GraphqlSchema;
  private steps = 0;

  constructor(context: QueryContext) {
    this.context = context;
    this.schema = context.schema;
  }

  /** Selection sets that answer together. */
  check(scopes: readonly Scope[]): void {
    const groups = new Map<string, Selected[]>();
    for (const selected of scopes.flatMap(scope => this.fieldsOf(scope, new Set()))) {
      const name = text(selected.field, 'Alias');
      groups.set(name, [...(groups.get(name) ?? []), selected]);
    }
    for (const group of groups.values()) this.checkGroup(group);
  }

  /** Counts fields as well as pairs: fragments can repeat a field without end. */
  private count(field: RegoObject): void {
    this.steps += 1;
    if (this.steps > MAX_STEPS) throw problem('The query has too many fields of one name', field);
  }

  private checkGroup(group: readonly Selected[]): void {
    for (const { field } of group) this.count(field);
    for (const [index, first] of group.entries()) {
      for (const second of group.slice(index + 1)) this.checkPair(first, second);
    }
    this.check(group.map(({ field, type }) => ({ tree: field, type: baseName(type) })));
  }

  private checkPair(first: Selected, second: Selected): void {
    this.count(second.field);
    if (first.field === second.field) return;
    const why = this.conflict(first, second);
    if (why === undefined) return;
    const name = text(first.field, 'Alias');
    throw problem(`Fields "${name}" conflict because ${why}`, second.field);
  }

  private conflict(first: Selected, second: Selected): string | undefined {
    const mayBeBoth =
      first.parent === second.parent || this.isAbstract(first) || this.isAbstract(second);
    const [one, other] = [text(first.field, 'Name'), text(second.field, 'Name')];
    if (mayBeBoth && one !== other) return `${one} and ${other} are different fields`;
    if (mayBeBoth && !sameArguments(first.field, second.field))
      return 'they have differing arguments';
    return this.sameShape(first.type, second.type) ? undefined : 'they return conflicting types';
  }

  private isAbstract({ parent }: Selected): boolean {
    return this.schema.kindOf(parent) !== 'OBJECT';
  }

  private sameShape(a: RegoObject, b: RegoObject): boolean {
    if (isTrue(a, 'NonNull') !== isTrue(b, 'NonNull') || a.has('Elem') !== b.has('Elem'))
      return false;
    if (a.has('Elem')) return this.sameShape(child(a, 'Elem'), child(b, 'Elem'));
    const isComposite = (type: RegoObject) =>
      COMPOSITE_KINDS.includes(this.schema.kindOf(baseName(type)));
    return isComposite(a) && isComposite(b) ? true : baseName(a) === baseName(b);
  }

  private fieldsOf({ tree, type }: Scope, visited: Set<string>): readonly Selected[] {
    return list(tree, 'SelectionSet').flatMap(selection => {
      if (isField(selection)) return this.selected(selection, type);
      if (!isSpread(selection)) {
        const condition = text(selection, 'TypeCondition') || type;
        return this.fieldsOf({ tree: selection, type: condition }, visited);
      }
      return this.fieldsOfFragment(text(selection, 'Name'), visited);
    });
  }

  private selected(field: RegoObject, parent: string): readonly Selected[] {
    const definition = this.schema.fieldOf(parent, text(field, 'Name'));
    return definition === undefined ? [] : [{ field, parent, type: child(definition, 'Type') }];
  }

  private fieldsOfFragment(name: string, visited: Set<string>): readonly Selected[] {
    const fragment = named(this.context.fragments, name);
    if (fragment === undefined || visited.has(name)) return [];
    visited.add(name);
    return this.fieldsOf({ tree: fragment, type: text(fragment, 'TypeCondition') }, visited);
  }
}

/** In any order. */
function sameArguments(a: RegoObject, b: RegoObject): boolean {
  const byName = (field: RegoObject) =>
    RegoObject.of(list(field, 'Arguments').map(item => [text(item, 'Name'), child(item, 'Value')]));
  return equal(byName(a), byName(b));
}

export function checkMerging(context: QueryContext, operation: RegoObject, type: string): void {
  new MergeCheck(context).check([{ tree: operation, type }]);
}
