/*
 * Random modules as the parser could have made them: what no source text can say (an empty body, a
 * reference to a reference, two texts in a row in a template string) is not generated.
 */
import fc, { type Arbitrary } from 'fast-check';
import type { Span } from '../../src/base/source.ts';
import type {
  Body,
  Call,
  Expr,
  Head,
  Module,
  Ref,
  Rule,
  Str,
  TemplateString,
  Term,
  Var,
} from '../../src/rego/ast.ts';
import { OPERATORS } from '../../src/rego/parser-infix.ts';

const span: Span = { source: { name: 'generated', text: '' }, start: 0, end: 0 };

const name = fc.constantFrom('x', 'y', 'Abc_1', 'contains');
const variable: Arbitrary<Var> = fc.oneof(
  { weight: 4, arbitrary: name.map((text): Var => ({ kind: 'var', span, name: text })) },
  fc.constant<Var>({ kind: 'var', span, name: '$0' }),
);
const text = fc.string({ unit: 'binary', maxLength: 6 });
const string: Arbitrary<Str> = fc.oneof(
  fc.constantFrom('a', 'if', 'b c').map((value): Str => ({ kind: 'string', span, value })),
  text.map((value): Str => ({ kind: 'string', span, value })),
  text
    .filter(value => !/[`\0]/.test(value))
    .map((value): Str => ({ kind: 'string', span, value, raw: true })),
);
const scalar: Arbitrary<Term> = fc.oneof(
  string,
  fc.constant<Term>({ kind: 'null', span }),
  fc.boolean().map((value): Term => ({ kind: 'boolean', span, value })),
  fc
    .constantFrom('0', '-1', '1.50', '-2e10', '123456789012345678901234567890')
    .map((digits): Term => ({ kind: 'number', span, text: digits })),
);

type Tied = {
  readonly term: Term;
  readonly body: Body;
};

const ref = (head: Term, operands: readonly Term[]): Ref => ({ kind: 'ref', span, head, operands });
const named = (head: string, ...rest: readonly string[]): Ref =>
  ref(
    { kind: 'var', span, name: head },
    rest.map((value): Str => ({ kind: 'string', span, value })),
  );

function calls(term: Arbitrary<Term>): Arbitrary<Call> {
  const infix = (operator: Ref, args: readonly Term[]): Call => ({
    kind: 'call',
    span,
    operator,
    args,
    infix: true,
  });
  const signs = Object.values(OPERATORS).map(({ builtin }) => builtin);
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...signs), term, term)
      .map(([sign, a, b]) => infix(named(sign), [a, b])),
    fc.tuple(term, term).map(args => infix(named('internal', 'member_2'), args)),
    fc.tuple(term, term, term).map(args => infix(named('internal', 'member_3'), args)),
    fc
      .tuple(fc.constantFrom(named('f'), named('a', 'b', 'if')), fc.array(term, { maxLength: 3 }))
      .map(([operator, args]): Call => ({ kind: 'call', span, operator, args })),
  );
}

function collections(term: Arbitrary<Term>, body: Arbitrary<Body>): Arbitrary<Term> {
  const items = fc.array(term, { maxLength: 3 });
  const pair = fc.tuple(term, term);
  const withBody = fc.tuple(term, body);
  return fc.oneof(
    items.map((list): Term => ({ kind: 'array', span, items: list })),
    items.map((list): Term => ({ kind: 'set', span, items: list })),
    // Of two equal keys the parser keeps one.
    fc
      .uniqueArray(pair, { maxLength: 2, selector: ([key]) => JSON.stringify(key) })
      .map((entries): Term => ({ kind: 'object', span, entries })),
    withBody.map(
      ([head, rest]): Term => ({ kind: 'arrayComprehension', span, term: head, body: rest }),
    ),
    withBody.map(
      ([head, rest]): Term => ({ kind: 'setComprehension', span, term: head, body: rest }),
    ),
    fc.tuple(term, term, body).map(
      ([key, value, rest]): Term => ({
        kind: 'objectComprehension',
        span,
        key,
        value,
        body: rest,
      }),
    ),
  );
}

function refs(term: Arbitrary<Term>, heads: Arbitrary<Term>): Arbitrary<Ref> {
  const operands = fc.array(term, { minLength: 1, maxLength: 2 });
  return fc.oneof(
    fc.constantFrom(named('input'), named('data')),
    fc
      .tuple(fc.constantFrom('input', 'data'), operands)
      .map(([root, parts]) => ref({ kind: 'var', span, name: root }, parts)),
    fc.tuple(fc.oneof(variable, heads), operands).map(([head, parts]) => ref(head, parts)),
  );
}

/** Texts and expressions alternate; a raw text can hold neither a backtick nor a null character. */
function templates(term: Arbitrary<Term>): Arbitrary<TemplateString> {
  const part = fc.tuple(text, term);
  return fc
    .tuple(fc.boolean(), fc.array(part, { maxLength: 2 }), text)
    .map(([raw, pairs, last]) => {
      const clean = (value: string) => (raw ? value.replaceAll(/[`\0\\]/g, '') : value);
      const texts = (value: string): Str[] =>
        clean(value) === '' ? [] : [{ kind: 'string', span, value: clean(value) }];
      const parts = [
        ...pairs.flatMap(([value, inner]) => [...texts(value), plain(inner)]),
        ...texts(last),
      ];
      return { kind: 'templateString', span, parts, ...(raw ? { raw } : {}) };
    });
}

const plain = (term: Term): Expr => ({
  kind: 'expr',
  span,
  negated: false,
  with: [],
  body: { kind: 'term', term },
});

function expressions(term: Arbitrary<Term>, body: Arbitrary<Body>): Arbitrary<Expr> {
  const optional = fc.option(term, { nil: undefined });
  const target = fc.constantFrom<Term>(named('input', 'a'), named('data'), {
    kind: 'var',
    span,
    name: 'f',
  });
  const modifiers = fc.array(fc.record({ span: fc.constant(span), target, value: term }), {
    maxLength: 1,
  });
  const assignment = fc.tuple(fc.constantFrom('assign', 'eq'), term, term).map(
    ([sign, a, b]): Term => ({
      kind: 'call',
      span,
      operator: named(sign),
      args: [a, b],
      infix: true,
    }),
  );
  const bodies: Arbitrary<Pick<Expr, 'negated' | 'body'>> = fc.oneof(
    fc
      .tuple(fc.boolean(), fc.oneof(term, assignment))
      .map(([negated, inner]) => ({ negated, body: { kind: 'term', term: inner } as const })),
    fc
      .oneof(
        fc
          .array(variable, { minLength: 1, maxLength: 2 })
          .map(vars => ({ kind: 'some', vars }) as const),
        fc
          .tuple(optional, term, term)
          .map(
            ([key, value, domain]) =>
              ({ kind: 'someIn', value, domain, ...(key ? { key } : {}) }) as const,
          ),
        fc
          .tuple(fc.option(variable, { nil: undefined }), variable, term, body)
          .map(
            ([key, value, domain, inner]) =>
              ({ kind: 'every', value, domain, body: inner, ...(key ? { key } : {}) }) as const,
          ),
        body.map(inner => ({ kind: 'notBody', body: inner }) as const),
        fc
          .tuple(fc.constantFrom('and', 'or'), fc.array(body, { minLength: 2, maxLength: 3 }))
          .map(([operator, operands]) => ({ kind: 'logic', operator, operands }) as const),
      )
      .map(inner => ({ negated: false, body: inner })),
  );
  return fc
    .tuple(bodies, modifiers)
    .map(([inner, withs]) => ({ kind: 'expr', span, with: withs, ...inner }));
}

const { term, body } = fc.letrec<Tied>(tie => {
  const inner = tie('term');
  const collection = collections(inner, tie('body'));
  return {
    term: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(scalar, variable),
      calls(inner),
      collection,
      refs(inner, fc.oneof(collection, calls(inner))),
      templates(inner),
    ),
    body: fc.array(expressions(inner, tie('body')), {
      minLength: 1,
      maxLength: 2,
      depthIdentifier: 'body',
    }),
  };
});

const ruleName: Arbitrary<Ref> = fc
  .tuple(fc.constantFrom('p', 'q'), fc.array(fc.oneof(string, variable), { maxLength: 2 }))
  .map(([first, operands]) => ref({ kind: 'var', span, name: first }, operands));

const head: Arbitrary<Head> = fc
  .record({
    ref: ruleName,
    args: fc.option(fc.array(term, { maxLength: 2 }), { nil: undefined }),
    value: term,
    key: fc.boolean(),
    assign: fc.boolean(),
  })
  .map(({ ref: written, args, value, key, assign }) =>
    args === undefined && key
      ? { span, ref: written, key: value, assign: false }
      : { span, ref: written, value, assign, ...(args ? { args } : {}) },
  );

const rule: Arbitrary<Rule> = fc
  .tuple(head, body, fc.option(term, { nil: undefined }))
  .map(([made, lines, otherwise]) => {
    const first: Rule = { kind: 'rule', span, default: false, head: made, body: lines };
    const isGround = made.ref.operands.every(({ kind }) => kind === 'string');
    if (otherwise === undefined || made.key !== undefined || !isGround) return first;
    const elseHead: Head = { ...made, assign: true, value: otherwise };
    return { ...first, else: { ...first, head: elseHead } };
  });

const keywords = ['and', 'or', 'not'].map(word => ({
  kind: 'import' as const,
  span,
  path: named('future', 'keywords', word),
}));

/** Modules of version 1 that import every experimental keyword. */
export const anyModule: Arbitrary<Module> = fc
  .array(rule, { minLength: 1, maxLength: 2 })
  .map(rules => ({
    kind: 'module',
    span,
    package: { kind: 'package', span, path: ['a'], pathSpans: [span] },
    imports: keywords,
    rules,
    annotations: [],
    comments: [],
    regoVersion: 1,
  }));
