/** What the builtins over strings have in common. */
import { failOperand } from './failure';
import { addressOf, lengthOf, newString, tagOf, Value } from './slot';
import { STRING } from './tag';

// @ts-ignore: decorator
@inline
export function endOf(text: Value): usize {
  return addressOf(text) + lengthOf(text);
}

/** The part of a string between two addresses. */
// @ts-ignore: decorator
@inline
export function part(from: usize, to: usize): Value {
  return newString(from, <u32>(to - from));
}

/** Whether both are strings; if not, the caller answers with `failStrings`. */
// @ts-ignore: decorator
@inline
export function areStrings(a: Value, b: Value): bool {
  return tagOf(a) == STRING && tagOf(b) == STRING;
}

export function failStrings(builtin: string, a: Value, b: Value): Value {
  return tagOf(a) != STRING
    ? failOperand(builtin, 1, 'string', a)
    : failOperand(builtin, 2, 'string', b);
}
