/*
 * YAML 1.1 as far as it is JSON: the first document of a text, other keys than strings as their
 * text, timestamps and sexagesimal numbers as strings.
 */
import { Document, isScalar, parseAllDocuments, parseDocument, type Tags, visit } from 'yaml';
import { Decimal } from '../value/decimal.ts';
import { fromJs, toJson } from '../value/json.ts';
import { isArray, RegoObject, RegoSet, type Value } from '../value/value.ts';
import { type Builtin, BuiltinError, define, failure } from './builtin.ts';
import { stringAt } from './operand.ts';

const LEFT_OUT = new Set([
  'tag:yaml.org,2002:timestamp',
  'tag:yaml.org,2002:set',
  'tag:yaml.org,2002:omap',
  'tag:yaml.org,2002:pairs',
]);

function customTags(tags: Tags): Tags {
  return tags.filter(tag => {
    if (typeof tag === 'string') return true;
    const isSexagesimal = 'format' in tag && tag.format === 'TIME';
    return !LEFT_OUT.has(tag.tag) && !isSexagesimal;
  });
}

const OPTIONS = { version: '1.1', intAsBigInt: true, uniqueKeys: false, customTags } as const;

/** Aliases may not blow a small text up. */
const MAX_ALIASES = 1000;

function parse(text: string): Value {
  const [document] = parseAllDocuments(text, OPTIONS);
  if (document === undefined || !('errors' in document)) return null;
  const [error] = document.errors;
  if (error !== undefined) throw failure(`yaml: ${error.message.split('\n')[0]}`);
  try {
    return fromYaml(document.toJS({ mapAsMap: true, maxAliasCount: MAX_ALIASES }));
  } catch (thrown) {
    if (thrown instanceof Error) throw failure(`yaml: ${thrown.message}`);
    throw thrown;
  }
}

function fromYaml(value: unknown): Value {
  if (Array.isArray(value)) return value.map(fromYaml);
  if (value instanceof Map) {
    return RegoObject.of([...value].map(([key, item]) => [keyText(key), fromYaml(item)]));
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  return fromJs(value ?? null);
}

function keyText(key: unknown): string {
  if (typeof key === 'object' && key !== null) throw failure('unsupported map key');
  return String(key);
}

function isValid([text]: readonly Value[]): boolean {
  if (typeof text !== 'string') return false;
  try {
    parse(text);
    return true;
  } catch (error) {
    if (error instanceof BuiltinError) return false;
    throw error;
  }
}

/** Sets are sequences, keys text in their order; maps keep it where plain objects would not. */
function toYaml(value: Value): unknown {
  if (isArray(value)) return value.map(toYaml);
  if (value instanceof RegoSet) return value.members().map(toYaml);
  if (value instanceof Decimal) return Number(value.text);
  if (!(value instanceof RegoObject)) return value;
  const entries = value.entries().map(({ key, value: item }): [string, unknown] => {
    return [typeof key === 'string' ? key : toJson(key), toYaml(item)];
  });
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A string that some YAML 1.1 reader would take for another type, a time for instance. */
function isAmbiguous(text: string): boolean {
  if (text === '') return true;
  const { contents, errors } = parseDocument(text, { version: '1.1' });
  return errors.length === 0 && isScalar(contents) && typeof contents.value !== 'string';
}

/** Quoted double where another type is meant by the plain text, and single where YAML needs it. */
function marshal([value]: readonly Value[]): Value {
  const document = new Document(toYaml(value!), OPTIONS);
  visit(document, {
    Scalar(_, scalar) {
      const { value: text } = scalar;
      if (typeof text === 'string' && isAmbiguous(text)) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0, indentSeq: false, singleQuote: true });
}

export const yaml: readonly Builtin[] = [
  define('yaml.marshal', marshal),
  define('yaml.unmarshal', args => parse(stringAt(args, 1))),
  define('yaml.is_valid', isValid),
];
