import { outsideBuiltins } from './outside.ts';
import { builtins } from './registry.ts';

/** Where a builtin of OPA's runs here. */
export type Place = 'native' | 'host' | 'compiler' | 'refused' | 'missing';

/** What reaches out of the evaluation is off: a policy decides, it does not act. */
const REFUSED: ReadonlySet<string> = new Set(outsideBuiltins.keys());

/** Rewritten away before evaluation. */
const COMPILED = new Set(['assign', 'rego.metadata.chain', 'rego.metadata.rule']);

/** `native` are the names the WebAssembly runtime has itself; the host has those too. */
export function placeOf(name: string, native: ReadonlySet<string>): Place {
  if (REFUSED.has(name)) return 'refused';
  if (COMPILED.has(name)) return 'compiler';
  if (!builtins.has(name)) return 'missing';
  return native.has(name) ? 'native' : 'host';
}

const EXPLANATIONS: Readonly<Record<Place, string>> = {
  native: 'inside the WebAssembly module, and in the host for other uses',
  host: 'in the host (TypeScript), called from the module',
  compiler: 'rewritten away by the compiler',
  refused:
    'reaches out of the evaluation: a policy that calls it does not compile unless its capabilities (`--capabilities`) list it',
  missing: 'not implemented: a policy that calls it does not compile',
};

/** What a person who knows OPA should know besides. */
const DIFFERENCES: readonly string[] = [
  'What would cost too much is an `eval_builtin_error`: ranges of more than 1,000,000 numbers, networks of more than 262,144 addresses, shifts by more than 65,536 bits, `sprintf` results over 16 MiB, numbers with an exponent past about ±8,200 in arithmetic, GraphQL documents nested deeper than 128.',
  '`ceil` and `floor` of a number between -1 and 0 are 0 and -1; OPA gives 1 and 0.',
  'Strings are Unicode: bytes that are not UTF-8 become U+FFFD when they are decoded.',
  '`time`: zone abbreviations (`MST` in a layout) are those of ICU; the zone `Local` is UTC.',
  '`sprintf`: `%b`, `%x` and `%X` of a number with a fraction are bad verbs.',
  '`strings.render_template`: no named templates, `break` or `continue`; the number 0 is false.',
  '`json.match_schema`: draft 7; references are never fetched, `format` is not checked.',
  '`crypto.x509`: name constraints are not evaluated; a chain in which they are critical does not verify.',
  '`http.send`: no `tls_…` parameters, `max_retry_attempts` or `cache_ignored_headers` (refused by name); responses are cached within one evaluation only, up to 16 MiB are read, and a `timeout` is at most 60 s.',
  '`print` and `trace` write nothing.',
];

const PLACES = Object.keys(EXPLANATIONS) as Place[];

/** The reference page of builtins, in Markdown. */
export function catalogPage(names: Iterable<string>, native: ReadonlySet<string>): string {
  const sorted = [...names].sort();
  const places = new Map(sorted.map(name => [name, placeOf(name, native)]));
  const count = (place: Place) => [...places.values()].filter(item => item === place).length;
  const legend = PLACES.map(place => `| ${place} | ${count(place)} | ${EXPLANATIONS[place]} |`);
  const rows = sorted.map(name => `| \`${name}\` | ${places.get(name)} |`);
  return `${[
    '# Builtins',
    '',
    `The ${sorted.length} builtins of OPA 1.19, and where each runs. This page is generated.`,
    '',
    '| place | count | meaning |',
    '|---|---|---|',
    ...legend,
    '',
    '| builtin | place |',
    '|---|---|',
    ...rows,
    '',
    '## Limits, and differences from OPA',
    '',
    ...DIFFERENCES.map(line => `- ${line}`),
  ].join('\n')}\n`;
}
