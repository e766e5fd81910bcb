/*
 * JSON Schema (draft 7) through ajv, with errors told as OPA tells them. Patterns run on RE2, so
 * that a schema cannot make matching slow; references are never fetched.
 */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { LRUCache } from 'lru-cache';
import { messageOf } from '../base/errors.ts';
import { JsonError } from '../base/json.ts';
import { parseValue, toJs, toJson } from '../value/json.ts';
import { isArray, RegoObject, type Value } from '../value/value.ts';
import { type Builtin, BuiltinError, define, failure } from './builtin.ts';
import { unescapeStep } from './json-paths.ts';
import { patternOf } from './regexes.ts';

/** A JSON text, or an object or array as it is. */
function documentOf(value: Value): Value {
  if (value instanceof RegoObject || isArray(value)) return value;
  if (typeof value !== 'string') throw failure('wrong type, expected string or object');
  try {
    return parseValue(value);
  } catch (error) {
    if (error instanceof JsonError) throw failure('invalid JSON string');
    throw error;
  }
}

const compiled = new LRUCache<string, ValidateFunction>({ max: 100 });

const linearPatterns = Object.assign((source: string) => patternOf(source), { code: 'patternOf' });

function compile(schema: Value): ValidateFunction {
  const text = toJson(schema);
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    logger: false,
    validateFormats: false,
    verbose: true,
    code: { regExp: linearPatterns },
  });
  const validate = compileWith(ajv, toJs(schema));
  compiled.set(text, validate);
  return validate;
}

const JSON_TYPES = 'array boolean integer number null object string';

function compileWith(ajv: Ajv, schema: unknown): ValidateFunction {
  try {
    return ajv.compile(withoutDraft(schema));
  } catch (error) {
    if (error instanceof BuiltinError) throw error;
    const unknown = unknownType(schema);
    if (unknown === undefined) throw failure(messageOf(error));
    throw failure(
      `has a primitive type that is NOT VALID -- given: /${unknown}/ Expected valid values are:[${JSON_TYPES}]`,
    );
  }
}

/** The name of a draft changes little, and ajv knows only its own. */
function withoutDraft(schema: unknown): boolean | object {
  if (typeof schema !== 'object' || schema === null) return schema === true;
  const { $schema: _, ...rest } = schema as Record<string, unknown>;
  return rest;
}

/** The first `type` in a schema that names no type. */
function unknownType(schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'type' && typeof value === 'string' && !JSON_TYPES.split(' ').includes(value)) {
      return value;
    }
    const inside = unknownType(value);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

interface Wording {
  readonly type: string;
  readonly text: string;
}

type Parameters = Readonly<Record<string, unknown>>;

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function listed(types: unknown): string {
  const list = [types].flat();
  return list.length === 1 ? String(list[0]) : `[${list.join(',')}]`;
}

const BOUNDS: Readonly<Record<string, Wording>> = {
  '>=': { type: 'number_gte', text: 'Must be greater than or equal to' },
  '>': { type: 'number_gt', text: 'Must be greater than' },
  '<=': { type: 'number_lte', text: 'Must be less than or equal to' },
  '<': { type: 'number_lt', text: 'Must be less than' },
};

function bound(parameters: Parameters): Wording {
  const { type, text } = BOUNDS[String(parameters['comparison'])]!;
  return { type, text: `${text} ${parameters['limit']}` };
}

function counted(type: string, before: string, after = ''): (parameters: Parameters) => Wording {
  return parameters => ({ type, text: `${before} ${parameters['limit']}${after}` });
}

/** ajv's keywords in OPA's words. */
const WORDINGS: Readonly<Record<string, (parameters: Parameters, error: ErrorObject) => Wording>> =
  {
    type: ({ type }, { data }) => ({
      type: 'invalid_type',
      text: `Invalid type. Expected: ${listed(type)}, given: ${typeOf(data)}`,
    }),
    required: ({ missingProperty }) => ({
      type: 'required',
      text: `${missingProperty} is required`,
    }),
    additionalProperties: ({ additionalProperty }) => ({
      type: 'additional_property_not_allowed',
      text: `Additional property ${additionalProperty} is not allowed`,
    }),
    enum: ({ allowedValues }, error) => ({
      type: 'enum',
      text: `${fieldOf(error)} must be one of the following: ${quotedList(allowedValues)}`,
    }),
    const: ({ allowedValue }, error) => ({
      type: 'const',
      text: `${fieldOf(error)} does not match: ${JSON.stringify(allowedValue)}`,
    }),
    pattern: ({ pattern }) => ({ type: 'pattern', text: `Does not match pattern '${pattern}'` }),
    minimum: bound,
    maximum: bound,
    exclusiveMinimum: bound,
    exclusiveMaximum: bound,
    multipleOf: ({ multipleOf }) => ({
      type: 'multiple_of',
      text: `Must be a multiple of ${multipleOf}`,
    }),
    minLength: counted('string_gte', 'String length must be greater than or equal to'),
    maxLength: counted('string_lte', 'String length must be less than or equal to'),
    minItems: counted('array_min_items', 'Array must have at least', ' items'),
    maxItems: counted('array_max_items', 'Array must have at most', ' items'),
    minProperties: counted('array_min_properties', 'Must have at least', ' properties'),
    maxProperties: counted('array_max_properties', 'Must have at most', ' properties'),
    uniqueItems: ({ i, j }) => ({ type: 'unique', text: `array items[${j},${i}] must be unique` }),
    contains: () => ({ type: 'contains', text: 'At least one of the items must match' }),
    anyOf: () => ({ type: 'number_any_of', text: 'Must validate at least one schema (anyOf)' }),
    oneOf: () => ({ type: 'number_one_of', text: 'Must validate one and only one schema (oneOf)' }),
    not: () => ({ type: 'number_not', text: 'Must not validate the schema (not)' }),
    if: ({ failingKeyword }) => ({
      type: `condition_${failingKeyword}`,
      text: `Must validate "${failingKeyword}" as "if" was ${failingKeyword === 'then' ? '' : 'not '}valid`,
    }),
  };

function quotedList(values: unknown): string {
  return [values]
    .flat()
    .map(value => JSON.stringify(value))
    .join(', ');
}

/** `a.0.b`, or `(root)`. */
function fieldOf({ instancePath }: ErrorObject): string {
  if (instancePath === '') return '(root)';
  return instancePath.slice(1).split('/').map(unescapeStep).join('.');
}

function describe(error: ErrorObject): Value {
  const field = fieldOf(error);
  const fallback = { type: error.keyword, text: error.message ?? error.keyword };
  const { type, text } = WORDINGS[error.keyword]?.(error.params, error) ?? fallback;
  return RegoObject.of([
    ['error', `${field}: ${text}`],
    ['type', type],
    ['field', field],
    ['desc', text],
  ]);
}

function match([document, schema]: readonly Value[]): Value {
  const value = toJs(documentOf(document!));
  const validate = compile(documentOf(schema!));
  const valid = validate(value) === true;
  return [valid, (validate.errors ?? []).map(describe)];
}

function verify([schema]: readonly Value[]): Value {
  try {
    compile(documentOf(schema!));
    return [true, null];
  } catch (error) {
    if (error instanceof BuiltinError) return [false, `jsonschema: ${error.message}`];
    throw error;
  }
}

export const jsonSchema: readonly Builtin[] = [
  define('json.match_schema', match),
  define('json.verify_schema', verify),
];
