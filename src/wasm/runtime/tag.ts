/** The kinds of value: the tag every slot starts with. */
export const NULL: u32 = 1;
export const FALSE: u32 = 2;
export const TRUE: u32 = 3;
/** A number held as i64. */
export const INT: u32 = 4;
/** Any other number: a JSON number's text. */
export const NUMBER: u32 = 5;
export const STRING: u32 = 6;
export const ARRAY: u32 = 7;
export const OBJECT: u32 = 8;
export const SET: u32 = 9;

// @ts-ignore: decorator
@inline
export function isNumberTag(tag: u32): bool {
  return tag == INT || tag == NUMBER;
}

/** What Rego's `type_name` says of a tag. */
export function typeNameOf(tag: u32): string {
  if (tag == NULL) return 'null';
  if (tag == FALSE || tag == TRUE) return 'boolean';
  if (tag == INT || tag == NUMBER) return 'number';
  if (tag == STRING) return 'string';
  if (tag == ARRAY) return 'array';
  if (tag == OBJECT) return 'object';
  return 'set';
}
