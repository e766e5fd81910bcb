/*
 * Parts of the language that an engine may lack, as a capabilities document of OPA lists them: what
 * a module uses must be among the `features` and `future_keywords`.
 */
import type { Span } from '../../base/source.ts';
import type { Import, Module, Ref, Rule, Term } from '../ast.ts';
import type { Report } from '../report.ts';
import { eachTerm, eachTermIn, refName } from '../terms.ts';
import { KEYWORDS_V0, KEYWORDS_V1 } from '../token.ts';

export interface LanguageCapabilities {
  /** As `rego_v1`, `template_strings`. */
  readonly features: readonly string[];
  /** Keywords that may be imported. */
  readonly futureKeywords: readonly string[];
}

/** Reports what modules use and the capabilities lack. */
export function checkLanguage(
  modules: readonly Module[],
  language: LanguageCapabilities,
  report: Report,
): void {
  for (const module of modules) {
    const needs = [...moduleNeeds(module, language), ...module.rules.flatMap(ruleNeeds)];
    for (const { anyOf, what, span } of needs) {
      if (anyOf.some(feature => language.features.includes(feature))) continue;
      const message = `${what} needs the capability \`${anyOf[0]}\``;
      report.add('rego_parse_error', message, span);
    }
  }
}

interface Need {
  /** One of these features; the first is told. */
  readonly anyOf: readonly string[];
  readonly what: string;
  readonly span: Span;
}

function moduleNeeds(module: Module, language: LanguageCapabilities): readonly Need[] {
  const version = module.imports.find(one => refName(one.path) === 'rego.v1');
  const own: Need =
    version === undefined
      ? { anyOf: ['rego_v1'], what: 'Rego v1', span: module.package.span }
      : { anyOf: ['rego_v1_import', 'rego_v1'], what: '`import rego.v1`', span: version.span };
  const keywords = module.imports.flatMap(one => keywordNeed(one, language));
  return module.regoVersion === 1 ? [own, ...keywords] : keywords;
}

/** A keyword that may be imported, or that is one anyway. */
function keywordNeed({ path, span }: Import, language: LanguageCapabilities): readonly Need[] {
  const [root, , word] = refName(path).split('.');
  if (root !== 'future' || word === undefined || language.futureKeywords.includes(word)) return [];
  const isOfV1 = KEYWORDS_V1.includes(word);
  const anyOf = [`future.keywords.${word}`, ...(isOfV1 ? ['rego_v1'] : [])];
  return [{ anyOf, what: `keyword \`${word}\``, span }];
}

function ruleNeeds(rule: Rule): readonly Need[] {
  const needs: Need[] = [];
  const visit = (term: Term): void => {
    if (term.kind === 'templateString') {
      needs.push({ anyOf: ['template_strings'], what: 'a template string', span: term.span });
    } else if (term.kind === 'ref') {
      needs.push(...keywordParts(term));
    }
  };
  const { ref, args = [], key, value } = rule.head;
  for (const term of [ref, ...args, key, value]) if (term !== undefined) eachTermIn(term, visit);
  eachTerm(rule.body, visit);
  return [...needs, ...headNeeds(ref), ...(rule.else === undefined ? [] : ruleNeeds(rule.else))];
}

/** `a.if`: a keyword written as a name. */
function keywordParts({ operands }: Ref): readonly Need[] {
  return operands.flatMap(({ span, ...part }) => {
    const isWord = part.kind === 'string' && KEYWORDS.has(part.value);
    if (!isWord || span.source.text[span.start - 1] !== '.') return [];
    return [{ anyOf: ['keywords_in_refs'], what: 'a keyword in a reference', span }];
  });
}

const KEYWORDS: ReadonlySet<string> = new Set([...KEYWORDS_V0, ...KEYWORDS_V1]);

/** Heads with more than a name and one key. */
function headNeeds({ operands, span }: Ref): readonly Need[] {
  const isPlain =
    operands.length === 0 || (operands.length === 1 && operands[0]?.kind !== 'string');
  if (isPlain) return [];
  const isFixed = operands.slice(0, -1).every(({ kind }) => kind === 'string');
  const anyOf = [
    'rule_head_refs',
    'rego_v1',
    ...(isFixed ? ['rule_head_ref_string_prefixes'] : []),
  ];
  return [{ anyOf, what: 'a reference as a rule head', span }];
}
