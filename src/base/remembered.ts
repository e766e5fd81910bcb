const DEFAULT_MAX = 2000;

/**
 * A pure function of a text that remembers its answers: for texts of which the same few come again and again.
 * Bounded: past `max` texts it begins anew.
 */
export function remembered<T>(
  make: (text: string) => T,
  max: number = DEFAULT_MAX,
): (text: string) => T {
  const answers = new Map<string, T>();
  return text => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    if (answers.size >= max) answers.clear();
    const answer = make(text);
    answers.set(text, answer);
    return answer;
  };
}
