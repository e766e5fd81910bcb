/*
 * The syntax tree of Rego, close to OPA's: what the parser makes and the compiler stages rewrite.
 *
 * Nodes are plain readonly data told apart by `kind`; a stage returns new nodes. Operators are
 * calls to the builtin they stand for (`x == y` is `equal(x, y)`, `x := y` is `assign(x, y)`,
 * `x = y` is `eq(x, y)`), so later stages see one form.
 */
import type { Span } from '../base/source.ts';

export interface Module {
  readonly kind: 'module';
  readonly span: Span;
  readonly package: Package;
  readonly imports: readonly Import[];
  readonly rules: readonly Rule[];
  readonly annotations: readonly Annotations[];
  readonly comments: readonly Comment[];
  readonly regoVersion: 0 | 1;
}

/** `package a.b["c"]`: the path starts after `data`. */
export interface Package {
  readonly kind: 'package';
  readonly span: Span;
  readonly path: readonly string[];
  readonly pathSpans: readonly Span[];
}

/** `import data.a.b as x`; the path's head is `data`, `input`, `rego` or `future`. */
export interface Import {
  readonly kind: 'import';
  readonly span: Span;
  readonly path: Ref;
  readonly alias?: string;
  readonly aliasSpan?: Span;
}

export interface Comment {
  readonly span: Span;
  /** The text after `#`. */
  readonly text: string;
}

/** A `# METADATA` block: the YAML after it, parsed, and where it was written. */
export interface Annotations {
  readonly span: Span;
  readonly scope: 'rule' | 'document' | 'package' | 'subpackages';
  /** The YAML document as plain JavaScript. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The rule it stands before, for scopes rule and document. */
  readonly rule?: Rule;
}

export interface Rule {
  readonly kind: 'rule';
  readonly span: Span;
  readonly default: boolean;
  readonly head: Head;
  /** Empty for a rule without a body, which holds always. */
  readonly body: Body;
  readonly else?: Rule;
}

/**
 * What a rule defines. `ref` is its name, or a general ref (`a.b[x].c`).
 * - `key` is set for `p contains key` (a partial set) alone;
 * - `value` is set when the head says one (`p := 1`, `p[x] = v`); without it the value is `true`;
 * - `args` is set for functions.
 */
export interface Head {
  readonly span: Span;
  readonly ref: Ref;
  readonly args?: readonly Term[];
  readonly key?: Term;
  readonly value?: Term;
  /** `:=` was written, not `=`. */
  readonly assign: boolean;
}

export type Body = readonly Expr[];

/** One expression of a body, with its modifiers. */
export interface Expr {
  readonly kind: 'expr';
  readonly span: Span;
  readonly negated: boolean;
  readonly with: readonly With[];
  readonly body: ExprBody;
  /** Made by a stage, not written by a person. */
  readonly generated?: boolean;
}

export type ExprBody =
  /** A term that must be defined and not false; calls (builtins, operators, functions) are terms. */
  | { readonly kind: 'term'; readonly term: Term }
  /** `some x, y` */
  | { readonly kind: 'some'; readonly vars: readonly Var[] }
  /** `some k, v in xs` */
  | { readonly kind: 'someIn'; readonly key?: Term; readonly value: Term; readonly domain: Term }
  | {
      readonly kind: 'every';
      readonly key?: Var;
      readonly value: Var;
      readonly domain: Term;
      readonly body: Body;
    }
  /** `not { … }` of `import future.keywords.not`. */
  | { readonly kind: 'notBody'; readonly body: Body }
  /** Experimental `and` and `or`: an operand written without braces is a body of one expression. */
  | { readonly kind: 'logic'; readonly operator: 'and' | 'or'; readonly operands: readonly Body[] };

export interface With {
  readonly span: Span;
  readonly target: Term;
  readonly value: Term;
}

export interface Null {
  readonly kind: 'null';
  readonly span: Span;
}
export interface Bool {
  readonly kind: 'boolean';
  readonly span: Span;
  readonly value: boolean;
}
/** `text` is the literal as written. */
export interface Num {
  readonly kind: 'number';
  readonly span: Span;
  readonly text: string;
}
export interface Str {
  readonly kind: 'string';
  readonly span: Span;
  readonly value: string;
  readonly raw?: boolean;
}
/** A wildcard `_` is a variable of its own each time: the parser names it `$0`, `$1`, … */
export interface Var {
  readonly kind: 'var';
  readonly span: Span;
  readonly name: string;
}
/**
 * `head` is a variable, or any term: `[1, 2][i]`, `f(x).y`. `operands` excludes the head; `input`
 * and `data` alone are references without operands.
 */
export interface Ref {
  readonly kind: 'ref';
  readonly span: Span;
  readonly head: Term;
  readonly operands: readonly Term[];
}
export interface ArrayTerm {
  readonly kind: 'array';
  readonly span: Span;
  readonly items: readonly Term[];
}
export interface ObjectTerm {
  readonly kind: 'object';
  readonly span: Span;
  readonly entries: readonly (readonly [key: Term, value: Term])[];
}
export interface SetTerm {
  readonly kind: 'set';
  readonly span: Span;
  readonly items: readonly Term[];
}
export interface ArrayComprehension {
  readonly kind: 'arrayComprehension';
  readonly span: Span;
  readonly term: Term;
  readonly body: Body;
}
export interface SetComprehension {
  readonly kind: 'setComprehension';
  readonly span: Span;
  readonly term: Term;
  readonly body: Body;
}
export interface ObjectComprehension {
  readonly kind: 'objectComprehension';
  readonly span: Span;
  readonly key: Term;
  readonly value: Term;
  readonly body: Body;
}
/** `operator` is a name as a ref: `count`, `data.lib.f`, `plus`. */
export interface Call {
  readonly kind: 'call';
  readonly span: Span;
  readonly operator: Ref;
  readonly args: readonly Term[];
  /** Written as an operator (`x + y`), so that it prints as one. */
  readonly infix?: boolean;
}
/** `$"text {expression}"`; parts as written, without empty texts. `raw` has backticks. */
export interface TemplateString {
  readonly kind: 'templateString';
  readonly span: Span;
  readonly parts: readonly (Str | Expr)[];
  readonly raw?: boolean;
}

export type Scalar = Null | Bool | Num | Str;
export type Comprehension = ArrayComprehension | SetComprehension | ObjectComprehension;
export type Term =
  | Scalar
  | Var
  | Ref
  | ArrayTerm
  | ObjectTerm
  | SetTerm
  | Comprehension
  | Call
  | TemplateString;

/** An ad-hoc query is a body. */
export type Query = Body;
