/*
 * Random Rego programs that mean something: a package `t` of rules of every sort, each reading those
 * before it, base documents and an input, with a query about them. Variables are mostly bound before
 * they are used, kinds mostly fit; see `tape.ts` for how they shrink.
 */
import type fc from 'fast-check';
import {
  collection,
  constant,
  KINDS,
  type Kind,
  type RuleName,
  type Scope,
  term,
} from './program-terms.ts';
import { fromTape, type Tape } from './tape.ts';

export interface Program {
  readonly text: string;
  /** The names under `data.t` that are no functions. */
  readonly documents: readonly string[];
  /** A query about them, with variables. */
  readonly query: string;
  /** JSON values. */
  readonly inputs: readonly unknown[];
}

/** What `data.base` is for every program. */
export const BASE_DOCUMENT = {
  n: 3,
  nums: [3, 1, 2, 1.5],
  names: ['a', 'ann', 'bob'],
  flags: { on: true, off: false },
  users: {
    ann: { role: 'admin', age: 41, a: { b: 1 } },
    bob: { role: 'user', age: 17, tags: ['a', 'b'] },
    a: null,
  },
  matrix: [
    [1, 2],
    [3, 4],
  ],
};

const ITERATED = [
  'input.xs',
  'data.base.nums',
  'data.base.users',
  'input.o',
  'data.base.users[_]',
  'data.base.matrix[_]',
  'data.base',
  'input',
];

type Bound = { readonly text: string; readonly scope: Scope };

function binding(scope: Scope, name: string, kind: Kind): Scope {
  return { ...scope, vars: [...scope.vars, { name, kind }] };
}

/** What can be iterated: documents, rules, and collections of any sort. */
function iterated(scope: Scope): string {
  const { tape, rules } = scope;
  const documents = rules.filter(({ arity }) => arity === undefined).map(({ name }) => name);
  return tape.chance(30)
    ? collection({ ...scope, depth: Math.min(scope.depth, 1) })
    : tape.oneOf([...ITERATED, ...documents, ...documents.map(name => `data.t.${name}`)]);
}

/** Something that a reference can begin with. */
function iteratedRef(scope: Scope): string {
  const text = iterated({ ...scope, depth: 0 });
  return /^(?!true|false)[a-z][\w.]*(\[_\])?$/.test(text) ? text : 'data.base.nums';
}

/** A pattern that may bind variables. */
function pattern(scope: Scope): Bound {
  const { tape } = scope;
  const name = scope.fresh();
  const bound = binding(scope, name, 'any');
  return tape.make<Bound>([
    () => ({ text: name, scope: bound }),
    () => ({ text: `[${name}, ${constant(tape)}]`, scope: bound }),
    () => ({ text: `{"a": ${name}}`, scope: bound }),
    () => ({ text: constant(tape), scope }),
    () => {
      const other = pattern(bound);
      return { text: `[${name}, ${other.text}]`, scope: other.scope };
    },
    () => ({ text: '_', scope }),
  ]);
}

/** A condition: binds nothing that others see. */
function condition(scope: Scope): string {
  const { tape } = scope;
  const operator = () => tape.oneOf(['==', '!=', '<', '>=', '=']);
  const inner = { ...scope, depth: scope.depth - 1 };
  const plain = () => term(scope, 'boolean');
  if (scope.depth <= 0) return plain();
  return tape.make([
    plain,
    () => `${term(inner, 'number')} ${operator()} ${term(inner, 'number')}`,
    () => `${term(inner, 'any')} ${operator()} ${term(inner, 'any')}`,
    () => `not ${condition(inner)}`,
    () => `${term(inner, 'any')} in ${collection(inner)}`,
    () => term(inner, 'any'),
    () => every(inner),
    () => `not ${iteratedRef(inner)}[${term(inner, 'any')}]`,
    () => `${condition(inner)} ${modifiers(inner)}`,
  ]);
}

function every(scope: Scope): string {
  const { tape } = scope;
  const [key, value] = [scope.fresh(), scope.fresh()];
  const within = binding(scope, value, 'any');
  const domain = iterated(scope);
  if (tape.chance(30)) {
    const body = bodyOf(binding(within, key, 'any'), 2).text;
    return `every ${key}, ${value} in ${domain} { ${body} }`;
  }
  return `every ${value} in ${domain} { ${bodyOf(within, 2).text} }`;
}

function modifiers(scope: Scope): string {
  const { tape, rules } = scope;
  const value = () => term({ ...scope, depth: 1 }, 'any');
  const one = (): string =>
    tape.make([
      () => `with input.${tape.oneOf(['n', 's', 'o', 'xs', 't', 'o.a'])} as ${value()}`,
      () =>
        `with data.base.${tape.oneOf(['n', 'nums', 'users', 'users.ann', 'new.x'])} as ${value()}`,
      () => `with input as ${value()}`,
      () => {
        const rule = rules.length === 0 ? undefined : tape.oneOf(rules);
        if (rule === undefined) return `with data.base.n as ${value()}`;
        const same = rules.filter(({ arity }) => arity !== undefined && arity === rule.arity);
        if (same.length > 0 && tape.chance(60))
          return `with ${rule.name} as ${tape.oneOf(same).name}`;
        return `with ${rule.arity === undefined ? 'data.t.' : ''}${rule.name} as ${value()}`;
      },
      () => `with ${tape.oneOf(['count', 'upper', 'startswith'])} as ${value()}`,
    ]);
  return tape.some(1, 2, one).join(' ');
}

/** A statement of a body; what it binds is in the scope it gives. */
function statement(scope: Scope): Bound {
  const { tape } = scope;
  const inner = { ...scope, depth: scope.depth - 1 };
  const fresh = scope.fresh;
  return tape.make<Bound>([
    () => ({ text: condition(scope), scope }),
    () => {
      const kind = tape.oneOf(KINDS);
      const name = fresh();
      return { text: `${name} := ${term(inner, kind)}`, scope: binding(scope, name, kind) };
    },
    () => {
      const name = fresh();
      return { text: `some ${name} in ${iterated(inner)}`, scope: binding(scope, name, 'any') };
    },
    () => {
      const [key, value] = [fresh(), fresh()];
      const bound = binding(binding(scope, key, 'any'), value, 'any');
      return { text: `some ${key}, ${value} in ${iterated(inner)}`, scope: bound };
    },
    () => {
      const [key, value] = [fresh(), fresh()];
      const bound = binding(binding(scope, key, 'any'), value, 'any');
      return { text: `${value} = ${iteratedRef(inner)}[${key}]`, scope: bound };
    },
    () => {
      const { text, scope: bound } = pattern(scope);
      return { text: `${text} = ${term(inner, 'any')}`, scope: bound };
    },
    () => {
      const key = fresh();
      const tail = tape.oneOf(['', '.a', '[_]', '[0]', '.role']);
      return { text: `${iteratedRef(inner)}[${key}]${tail}`, scope: binding(scope, key, 'any') };
    },
    () => ({ text: condition(scope), scope }),
    () => {
      const { text, scope: bound } = pattern(scope);
      return { text: `some ${text} in ${iterated(inner)}`, scope: bound };
    },
    () => {
      const [path, value] = [fresh(), fresh()];
      const bound = binding(binding(scope, path, 'array'), value, 'any');
      return { text: `walk(${term(inner, 'object')}, [${path}, ${value}])`, scope: bound };
    },
    () => {
      const name = fresh();
      const text = `${name} := ${term(inner, 'any')} ${modifiers(inner)}`;
      return { text, scope: binding(scope, name, 'any') };
    },
  ]);
}

/** Some statements, seldom in another order than the one they were made in. */
function bodyOf(scope: Scope, most: number): Bound {
  const { tape } = scope;
  let within = scope;
  const lines = tape.some(1, most, () => {
    const { text, scope: bound } = statement(within);
    within = bound;
    return text;
  });
  if (tape.chance(15)) lines.reverse();
  return { text: lines.join('; '), scope: within };
}

function ifBody(scope: Scope): Bound {
  if (scope.tape.chance(25)) return { text: '', scope };
  const { text, scope: bound } = bodyOf(scope, 4);
  return { text: ` if { ${text} }`, scope: bound };
}

interface Definition {
  readonly text: string;
  readonly rule: RuleName;
}

function completeRule(scope: Scope, name: string): Definition {
  const { tape } = scope;
  const kind = tape.oneOf(KINDS);
  const lines = tape.some(1, 2, () => {
    const { text, scope: within } = ifBody(scope);
    return `${name} := ${term(within, kind)}${text}${text === '' ? '' : elses(scope, kind)}`;
  });
  const standard = tape.chance(30) ? [`default ${name} := ${constant(tape)}`] : [];
  return { text: [...standard, ...lines].join('\n'), rule: { name, kind } };
}

function elses(scope: Scope, kind: Kind): string {
  if (!scope.tape.chance(30)) return '';
  const { text, scope: within } = ifBody(scope);
  return ` else := ${term(within, kind)}${text}`;
}

function setRule(scope: Scope, name: string): Definition {
  const lines = scope.tape.some(1, 2, () => {
    const { text, scope: within } = ifBody(scope);
    return `${name} contains ${term(within, 'any')}${text}`;
  });
  return { text: lines.join('\n'), rule: { name, kind: 'set' } };
}

function objectRule(scope: Scope, name: string): Definition {
  const { tape } = scope;
  const lines = tape.some(1, 2, () => {
    const { text, scope: within } = ifBody(scope);
    return `${name}[${key(within)}] := ${term(within, 'any')}${text}`;
  });
  return { text: lines.join('\n'), rule: { name, kind: 'object' } };
}

function key(scope: Scope): string {
  const { tape, vars } = scope;
  if (vars.length > 0 && tape.chance(60)) return tape.oneOf(vars).name;
  return term({ ...scope, depth: 0 }, 'string');
}

/** Heads with general refs: keys on several levels, members below keys, fixed keys beside variables. */
function refRule(scope: Scope, name: string): Definition {
  const { tape } = scope;
  const lines = tape.some(1, 3, () => {
    const { text, scope: within } = ifBody(scope);
    const value = term(within, 'any');
    const head = tape.make([
      () => `${name}.a[${key(within)}] := ${value}`,
      () => `${name}[${key(within)}].b := ${value}`,
      () => `${name}[${key(within)}][${key(within)}] := ${value}`,
      () => `${name}.b.c := ${value}`,
      () => `${name}.s contains ${value}`,
      () => `${name}[${key(within)}] contains ${value}`,
    ]);
    return `${head}${text}`;
  });
  return { text: lines.join('\n'), rule: { name, kind: 'object' } };
}

function functionRule(scope: Scope, name: string): Definition {
  const { tape } = scope;
  const arity = 1 + tape.below(2);
  const kind = tape.oneOf(KINDS);
  const lines = tape.some(1, 3, () => {
    let within = scope;
    const args = Array.from({ length: arity }, () => {
      const { text, scope: bound } = pattern(within);
      within = bound;
      return text;
    });
    const { text, scope: bound } = ifBody(within);
    return `${name}(${args.join(', ')}) := ${term(bound, kind)}${text}${text === '' ? '' : elses(within, kind)}`;
  });
  const names = Array.from({ length: arity }, () => '_');
  const standard = tape.chance(15)
    ? [`default ${name}(${names.join(', ')}) := ${constant(tape)}`]
    : [];
  return { text: [...standard, ...lines].join('\n'), rule: { name, kind, arity } };
}

const DEFINITIONS = [
  { prefix: 'c', make: completeRule },
  { prefix: 's', make: setRule },
  { prefix: 'f', make: functionRule },
  { prefix: 'o', make: objectRule },
  { prefix: 'r', make: refRule },
];

function json(tape: Tape, depth = 2): unknown {
  const leaf = () => tape.oneOf<unknown>([1, 'a', true, null, 0, 'b', false, 2.5, -3, 'ann']);
  if (depth === 0) return leaf();
  return tape.make<unknown>([
    leaf,
    () => tape.some(0, 3, () => json(tape, depth - 1)),
    () =>
      Object.fromEntries(
        tape.some(0, 2, () => [tape.oneOf(['a', 'b', 'z']), json(tape, depth - 1)]),
      ),
  ]);
}

function inputOf(tape: Tape): unknown {
  if (tape.chance(10)) return json(tape);
  const full = {
    n: tape.oneOf([1, 0, 2, 10]),
    s: tape.oneOf(['a', 'b', 'ab', 'bob']),
    t: tape.oneOf([true, false]),
    xs: tape.some(0, 4, () => json(tape, 1)),
    o: { a: json(tape), b: json(tape, 1) },
  };
  if (!tape.chance(20)) return full;
  const { [tape.oneOf(['n', 's', 't', 'xs', 'o'] as const)]: _, ...rest } = full;
  return rest;
}

function program(tape: Tape): Program {
  let names = 0;
  let rules: readonly RuleName[] = [];
  const scope = (): Scope => ({
    tape,
    vars: [],
    rules,
    depth: 2,
    fresh: () => `v${names++}`,
    body: within => bodyOf(within, 2),
  });
  const inputs = tape.some(1, 2, () => inputOf(tape));
  const definitions = tape.some(1, 5, () => {
    const { prefix, make } = tape.oneOf(DEFINITIONS);
    const made = make(scope(), `${prefix}${rules.length}`);
    rules = [...rules, made.rule];
    return made;
  });
  return {
    text: `package t\n\n${definitions.map(({ text }) => text).join('\n\n')}\n`,
    documents: definitions.flatMap(({ rule }) => (rule.arity === undefined ? [rule.name] : [])),
    // One false expression alone is an answer of its own to OPA's server.
    query: `${bodyOf(scope(), 3).text}; true`,
    inputs,
  };
}

export const aProgram: fc.Arbitrary<Program> = fromTape(program, 400);
