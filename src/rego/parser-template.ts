/*
 * Template strings: text and expressions in braces.
 */
import type { Expr, Str, TemplateString } from './ast.ts';
import { templateText } from './lexer.ts';
import type { Parser } from './parser.ts';

/** From `$"` or `` $` `` to the closing quote. */
export function parseTemplate(parser: Parser): TemplateString {
  const open = parser.token;
  const raw = parser.textOf(open) === '$`';
  const parts = parser.nested(() => parseTemplateParts(parser, open.end, raw));
  const span = parser.spanFrom(open.start);
  return { kind: 'templateString', span, parts, ...(raw ? { raw } : {}) };
}

function parseTemplateParts(parser: Parser, from: number, raw: boolean): (Str | Expr)[] {
  const parts: (Str | Expr)[] = [];
  let start = from;
  while (true) {
    const text = templateText(parser.source.text, start, raw);
    const span = { source: parser.source, start, end: text.end };
    if (text.kind === 'illegal') return parser.fail({ ...span, start: text.start }, text.message);
    const { value } = text;
    if (value !== '') parts.push({ kind: 'string', span: { ...span, end: text.end - 1 }, value });
    parser.jump(text.end);
    if (text.last) return parts;
    parts.push(parseTemplateExpression(parser));
    start = parser.token.end;
  }
}

/** An expression up to the brace that ends it, which stays: after it other lexical rules hold. */
function parseTemplateExpression(parser: Parser): Expr {
  if (parser.at('}')) parser.unexpected('expected an expression in the template string');
  const expr = parser.grammar.literal(parser);
  const fault = templateFault(expr);
  if (fault !== undefined) {
    parser.fail(expr.span, `unexpected ${fault} in template-string expression`);
  }
  if (!parser.at('}')) parser.unexpected('expected `}` to end the template-string expression');
  return expr;
}

/** What makes an expression no value. */
function templateFault({ negated, body }: Expr): string | undefined {
  if (negated || body.kind === 'notBody') return 'negation (`not`)';
  if (body.kind === 'some' || body.kind === 'someIn') return '`some`';
  if (body.kind === 'every') return '`every`';
  if (body.kind === 'logic') return `\`${body.operator}\``;
  if (body.term.kind !== 'call' || body.term.infix !== true) return undefined;
  const { head } = body.term.operator;
  if (head.kind !== 'var') return undefined;
  if (head.name === 'eq') return 'unification (`=`)';
  return head.name === 'assign' ? 'assignment (`:=`)' : undefined;
}
