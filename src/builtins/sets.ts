import { RegoSet, type Value } from '../value/value.ts';
import { type Builtin, define } from './builtin.ts';
import { setAt, wrongType } from './operand.ts';

export function difference(a: RegoSet, b: RegoSet): RegoSet {
  return RegoSet.of(a.members().filter(member => !b.has(member)));
}

function intersect(a: RegoSet, b: RegoSet): RegoSet {
  return RegoSet.of(a.members().filter(member => b.has(member)));
}

/** The sets in a set of sets. */
function innerSets(args: readonly Value[]): readonly RegoSet[] {
  return setAt(args, 1)
    .members()
    .map(member => {
      if (!(member instanceof RegoSet)) throw wrongType(1, member, 'set');
      return member;
    });
}

function intersection(args: readonly Value[]): RegoSet {
  const [first, ...rest] = innerSets(args);
  return rest.reduce(intersect, first ?? RegoSet.empty);
}

export const sets: readonly Builtin[] = [
  define('and', args => intersect(setAt(args, 1), setAt(args, 2))),
  define('or', args => RegoSet.of([...setAt(args, 1).members(), ...setAt(args, 2).members()])),
  define('set_diff', args => difference(setAt(args, 1), setAt(args, 2))),
  define('intersection', intersection),
  define('union', args => RegoSet.of(innerSets(args).flatMap(set => set.members()))),
];
