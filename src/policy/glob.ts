/** Patterns over names: `*` stands for any run of characters, `?` for one; all others for themselves. */
export interface Glob {
  readonly pattern: string;
  /** No wildcard: only one name matches. */
  readonly exact: boolean;
  /** Characters that stand for themselves: the more, the narrower the pattern. */
  readonly literals: number;
  matches(name: string): boolean;
}

/** Remembers the last `*` and, on a mismatch, lets it take one character more: never worse than pattern × name. */
function matchesGlob(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let starAt = 0;
  for (let index = 0; index < name.length; ) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at++;
      starAt = index;
    } else if (wanted === '?' || wanted === name[index]) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++starAt;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** Case matters: `Delete_x` and `delete_x` are two names to a server. */
export function compileGlob(pattern: string): Glob {
  const exact = !/[*?]/.test(pattern);
  return {
    pattern,
    exact,
    literals: pattern.replace(/[*?]/g, '').length,
    matches: exact ? name => name === pattern : name => matchesGlob(pattern, name),
  };
}
