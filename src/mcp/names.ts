/*
 * Names that can be mistaken. Policies compare names byte by byte; a server that trims, normalizes or
 * drops invisible characters would run another tool than the one that was judged, and a person who
 * approves a call reads what the screen shows. So such names are refused instead of repaired.
 */

/** Printable ASCII is always what it looks like. */
const PLAIN = /^[\x21-\x7e]+$/;
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** Dashes, quotes, slashes and spaces beside those of ASCII. */
const FOREIGN_MARK = /(?![\x20-\x7e])[\p{P}\p{S}\p{Z}]/u;
const LATIN = /\p{Script=Latin}/u;
/** Scripts whose letters pass for Latin ones. */
const LATIN_TWINS =
  /[\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Lisu}]/u;

/** Why a tool's or prompt's name could be taken for another, if it could. */
export function nameFault(name: string): string | undefined {
  if (PLAIN.test(name)) return undefined;
  if (name === '') return 'is empty';
  if (INVISIBLE.test(name)) return 'has an invisible character';
  if (name.trim() !== name) return 'begins or ends with white space';
  if (name.normalize('NFKC') !== name) return 'is not in Unicode normal form NFKC';
  if (FOREIGN_MARK.test(name)) return 'has a mark that looks like one of ASCII';
  if (LATIN.test(name) && LATIN_TWINS.test(name)) return 'mixes scripts that look alike';
  return undefined;
}

/** Why a resource's URI could be taken for another, if it could: URIs have normal forms of their own, policies see them as sent. */
export function uriFault(uri: string): string | undefined {
  if (uri === '') return 'is empty';
  if (INVISIBLE.test(uri)) return 'has an invisible character';
  return uri.trim() === uri ? undefined : 'begins or ends with white space';
}
