/** Control characters, and those that reorder or hide text: an agent's words must not redraw the operator's terminal. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/** Text from outside as one line that shows what it holds. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}
