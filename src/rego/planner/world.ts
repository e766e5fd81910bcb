/*
 * What `with` changes about the rules themselves, as opposed to the documents they read.
 *
 * A world says which virtual documents are replaced (their rules must not be seen) and which
 * functions stand in for others. A rule is planned once per world in which it is needed; OPA calls
 * these generations `g0`, `g1`, …. Worlds that are equal are one object, so that no rule is planned
 * twice for the same changes.
 */

/** What is called instead of a function. */
export type Mock =
  /** A builtin, by name. */
  | { readonly kind: 'builtin'; readonly name: string }
  /** A rule or function, by its path after `data`. */
  | { readonly kind: 'rule'; readonly path: readonly string[] }
  /** A value, in a local that every function of the world gets as a parameter. */
  | { readonly kind: 'value' };

export interface World {
  /** The generation's number. */
  readonly index: number;
  /** Paths after `data` under which only base documents are. */
  readonly hidden: readonly (readonly string[])[];
  readonly mocks: ReadonlyMap<string, Mock>;
  /** The mocks of kind `value`, in the order of the parameters. */
  readonly mockValues: readonly string[];
}

export interface Worlds {
  readonly plain: World;
  hide(world: World, path: readonly string[]): World;
  mock(world: World, name: string, mock: Mock): World;
  /** The world a mock's own rules run in: what is called there is not mocked. */
  withoutMocks(world: World): World;
}

export function worlds(): Worlds {
  const known = new Map<string, World>();
  const intern = (hidden: World['hidden'], mocks: World['mocks']): World => {
    const sorted = [...mocks].sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([hidden, sorted]);
    const found = known.get(key);
    if (found !== undefined) return found;
    const mockValues = sorted.flatMap(([name, { kind }]) => (kind === 'value' ? [name] : []));
    const made = { index: known.size, hidden, mocks: new Map(sorted), mockValues };
    known.set(key, made);
    return made;
  };
  return {
    plain: intern([], new Map()),
    hide: (world, path) => intern(hiddenWith(world.hidden, path), world.mocks),
    mock: (world, name, mock) => intern(world.hidden, new Map(world.mocks).set(name, mock)),
    withoutMocks: world => intern(world.hidden, new Map()),
  };
}

/** Paths inside of another hidden one add nothing. */
function hiddenWith(hidden: World['hidden'], path: readonly string[]): World['hidden'] {
  if (hidden.some(other => isPrefix(other, path))) return hidden;
  const kept = [...hidden.filter(other => !isPrefix(path, other)), path];
  return kept.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function isPrefix(prefix: readonly string[], path: readonly string[]): boolean {
  return prefix.every((name, index) => path[index] === name);
}

/** Whether rules at a path are replaced in a world. */
export function isHidden(world: World, path: readonly string[]): boolean {
  return world.hidden.some(prefix => isPrefix(prefix, path));
}
