/** Signs of one or two characters. */
export const PUNCTUATION = [
  ':=',
  '==',
  '!=',
  '<=',
  '>=',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ';',
  ':',
  '.',
  '=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '&',
  '|',
] as const;

export type Punctuation = (typeof PUNCTUATION)[number];

/**
 * Keywords are identifiers to the lexer: which of them are in force depends on the module's
 * version and imports, and after a dot all are plain names.
 */
export type TokenKind =
  | Punctuation
  | 'identifier'
  | 'number'
  | 'string'
  | 'rawString'
  /** `$"` or `` $` ``: the parser asks for the text that follows. */
  | 'template'
  | 'end'
  /** Text that is no token; `message` says why. */
  | 'illegal';

/** UTF-16 offsets into the source; `end` is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Token extends Range {
  readonly kind: TokenKind;
  /** Space, a line break or a comment stands before it. */
  readonly spaced: boolean;
  /** A line break stands before it. */
  readonly newline: boolean;
  /** Comments between the token before and this one, if any. */
  readonly comments: readonly Range[];
  /** What is wrong, for `illegal`. */
  readonly message: string | undefined;
  readonly hint: string | undefined;
}

/** Words that are keywords in every version of Rego. */
export const KEYWORDS_V0: readonly string[] = [
  'as',
  'default',
  'else',
  'false',
  'import',
  'not',
  'null',
  'package',
  'some',
  'true',
  'with',
];

/** Keywords of Rego v1 that v0 knows only by import. */
export const KEYWORDS_V1: readonly string[] = ['contains', 'every', 'if', 'in'];
