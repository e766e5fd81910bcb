/*
 * Terms of random Rego programs, by the kind of value they are meant to give. Most fit their place, so
 * that programs compile and mean something; some don't, so that the checks and the undefined have work.
 */
import type { Tape } from './tape.ts';

export const KINDS = ['number', 'string', 'boolean', 'array', 'object', 'set', 'any'] as const;
export type Kind = (typeof KINDS)[number];

/** What can be named where a term stands. */
export interface Scope {
  readonly tape: Tape;
  readonly vars: readonly { readonly name: string; readonly kind: Kind }[];
  readonly rules: readonly RuleName[];
  /** How many levels of terms are left. */
  readonly depth: number;
  /** Gives every variable of the program a name of its own. */
  readonly fresh: () => string;
  /** A body, for comprehensions; knows the variables that it binds. */
  readonly body: (scope: Scope) => { readonly text: string; readonly scope: Scope };
}

export interface RuleName {
  readonly name: string;
  readonly kind: Kind;
  /** Absent if the rule is no function. */
  readonly arity?: number;
}

const ATOMS: Readonly<Record<Exclude<Kind, 'any'>, readonly string[]>> = {
  number: ['1', '0', '2', 'input.n', 'data.base.n', 'data.base.nums[1]', '-1', '1.5', '10', '1e2'],
  string: ['"a"', '"b"', 'input.s', '""', 'data.base.names[0]', '`a,b`', '"é"', '"10"'],
  boolean: ['true', 'false', 'input.t', 'data.base.flags.on'],
  array: ['[]', 'input.xs', 'data.base.nums', 'data.base.names', '[1, "a", [2]]', 'input.ys'],
  object: [
    '{}',
    'input.o',
    'data.base.users',
    'data.base.users.ann',
    '{"a": 1, "b": [1]}',
    'input',
  ],
  set: ['set()', '{1, 2}', '{"a"}', '{[1], {"a": 1}, null}'],
};

/** Builtins and operators by what they give; a letter in angle brackets stands for an operand. */
const CALLS: Readonly<Record<Exclude<Kind, 'any'>, readonly string[]>> = {
  number: [
    '(<n> + <n>)',
    '(<n> - <n>)',
    'count(<c>)',
    '(<n> * <n>)',
    '(<n> / <n>)',
    '(<n> % <n>)',
    'sum(<c>)',
    'max(<c>)',
    'min(<c>)',
    'product(<a>)',
    'abs(<n>)',
    'round(<n>)',
    'floor(<n>)',
    'ceil(<n>)',
    'to_number(<s>)',
    'indexof(<s>, <s>)',
    'bits.and(<n>, <n>)',
    'bits.lsh(<n>, 2)',
  ],
  string: [
    'concat(",", <c>)',
    'upper(<s>)',
    'substring(<s>, <n>, <n>)',
    'sprintf("%v-%d", [<x>, <n>])',
    'type_name(<x>)',
    'json.marshal(<x>)',
    '$"t {<x>} e"',
    'lower(<s>)',
    'trim(<s>, <s>)',
    'replace(<s>, <s>, <s>)',
    'format_int(<n>, 16)',
    'base64.encode(<s>)',
    'strings.reverse(<s>)',
    'trim_prefix(<s>, <s>)',
    'regex.replace(<s>, "[a-b]+", <s>)',
  ],
  boolean: [
    '<n> < <n>',
    '<x> == <x>',
    '<x> in <c>',
    'startswith(<s>, <s>)',
    'contains(<s>, <s>)',
    'is_number(<x>)',
    'is_string(<x>)',
    'is_object(<x>)',
    'is_set(<x>)',
    'regex.match("^[a-z]+$", <s>)',
    'glob.match("a*", [], <s>)',
    'strings.any_prefix_match(<s>, <c>)',
    '<x> <= <x>',
    '<x>, <x> in <c>',
    'object.subset(<o>, <o>)',
    'json.is_valid(<s>)',
  ],
  array: [
    'array.concat(<a>, <a>)',
    'sort(<c>)',
    'array.slice(<a>, <n>, <n>)',
    'split(<s>, <s>)',
    'numbers.range(1, 4)',
    'array.reverse(<a>)',
    'regex.find_n("[a-z]", <s>, 2)',
    'indexof_n(<s>, <s>)',
  ],
  object: [
    'object.union(<o>, <o>)',
    'object.remove(<o>, <c>)',
    'object.filter(<o>, <c>)',
    'json.filter(<o>, ["a"])',
    'json.remove(<o>, ["a/b"])',
    'object.union_n([<o>, <o>])',
    'json.patch(<o>, [{"op": "add", "path": "/z", "value": <x>}])',
  ],
  set: [
    '(<e> | <e>)',
    '(<e> & <e>)',
    '(<e> - <e>)',
    'object.keys(<o>)',
    'union({<e>, <e>})',
    'intersection({<e>, <e>})',
    'graph.reachable({"a": ["b"], "b": []}, <e>)',
  ],
};

const LETTERS: Readonly<Record<string, Kind>> = {
  n: 'number',
  s: 'string',
  a: 'array',
  o: 'object',
  e: 'set',
  x: 'any',
};

function deeper(scope: Scope): Scope {
  return { ...scope, depth: scope.depth - 1 };
}

/** A collection of any sort. */
export function collection(scope: Scope): string {
  return term(scope, scope.tape.oneOf<Kind>(['array', 'object', 'set', 'array', 'any']));
}

function call(scope: Scope, kind: Exclude<Kind, 'any'>): string {
  const inner = deeper(scope);
  return scope.tape
    .oneOf(CALLS[kind])
    .replaceAll(/<(\w)>/g, (_, letter: string) =>
      letter === 'c' ? collection(inner) : term(inner, LETTERS[letter]!),
    );
}

function literal(scope: Scope, kind: Exclude<Kind, 'any'>): string {
  const { tape } = scope;
  const inner = deeper(scope);
  const items = () => tape.some(0, 3, () => term(inner, 'any'));
  switch (kind) {
    case 'array':
      return `[${items().join(', ')}]`;
    case 'set': {
      const members = items();
      return members.length === 0 ? 'set()' : `{${members.join(', ')}}`;
    }
    case 'object':
      return `{${tape.some(0, 2, () => `${term(inner, tape.oneOf(['string', 'any']))}: ${term(inner, 'any')}`).join(', ')}}`;
    default:
      return tape.oneOf(ATOMS[kind]);
  }
}

function comprehension(scope: Scope, kind: Exclude<Kind, 'any'>): string {
  const { text, scope: within } = scope.body(deeper(scope));
  const value = term(within, 'any');
  switch (kind) {
    case 'array':
      return `[${value} | ${text}]`;
    case 'set':
      return `{${value} | ${text}}`;
    case 'object':
      return `{${term(within, 'string')}: ${value} | ${text}}`;
    default:
      return `count([${value} | ${text}])`;
  }
}

/** A rule, a part of it, or a call of it if it is a function. */
export function ruleTerm(scope: Scope, rule: RuleName): string {
  if (rule.arity !== undefined) {
    const inner = deeper(scope);
    const args = Array.from({ length: rule.arity }, () => term(inner, 'any'));
    return `${rule.name}(${args.join(', ')})`;
  }
  return scope.tape.oneOf([rule.name, rule.name, `data.t.${rule.name}`]);
}

/** A place in a document or value, by keys that are known. */
function indexed(scope: Scope): string {
  const base = scope.tape.oneOf([
    'input.o',
    'data.base.users',
    'data.base.users.ann',
    'input.xs',
    'data.base.nums',
    ...named(scope, 'any').filter(name => !name.includes('(')),
  ]);
  const key = term({ ...deeper(scope), depth: 0 }, scope.tape.oneOf(['string', 'number', 'any']));
  return `${base}[${key}]`;
}

function named(scope: Scope, kind: Kind): string[] {
  const fits = (one: { readonly kind: Kind }) =>
    kind === 'any' || one.kind === kind || one.kind === 'any';
  return scope.vars.filter(fits).map(({ name }) => name);
}

/** A term that is meant to give a value of a kind. */
export function term(scope: Scope, kind: Kind): string {
  const { tape, depth } = scope;
  const wanted = tape.chance(4) ? 'any' : kind;
  const one = wanted === 'any' ? tape.oneOf(KINDS.slice(0, -1) as Exclude<Kind, 'any'>[]) : wanted;
  const names = named(scope, wanted);
  const rules = scope.rules.filter(rule => rule.kind === one || rule.kind === 'any');
  const simple = () =>
    names.length > 0 && tape.chance(60) ? tape.oneOf(names) : tape.oneOf(ATOMS[one]);
  if (depth <= 0) return simple();
  return tape.make([
    simple,
    simple,
    simple,
    () => (rules.length === 0 ? simple() : ruleTerm(scope, tape.oneOf(rules))),
    () => call(scope, one),
    () => literal(scope, one),
    () => (wanted === 'any' ? indexed(scope) : call(scope, one)),
    () => comprehension(scope, one),
  ]);
}

/** A value written out, for patterns and inputs. */
export function constant(tape: Tape): string {
  return tape.oneOf(['1', '"a"', 'true', '2', '"b"', 'null', '[1]', '{"a": 1}', '0', '"c"']);
}
