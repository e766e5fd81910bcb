/*
 * What OPA 1.19 declares about its 206 builtins: operand types, result type, and the marks that
 * the compiler acts on. The checker, the planner, both engines and the read set share this table;
 * the code that runs is elsewhere, so a builtin can be known here and refused by an engine.
 */
import {
  ANY,
  arrayOf,
  BOOLEAN,
  NULL,
  NUMBER,
  objectOf,
  oneOf,
  STRING,
  setOf,
  type Type,
  tuple,
} from './type.ts';

export interface BuiltinDeclaration {
  readonly args: readonly Type[];
  /** Any number of further operands of this type; only `print`. */
  readonly variadic?: Type;
  /** None for a builtin that stands as a statement only, such as `print`. */
  readonly result: Type | undefined;
  /** May answer differently for equal operands: its callers can't be cached. */
  readonly nondeterministic?: true;
  /** Refused in strict mode. */
  readonly deprecated?: true;
  /** The operator it is written as. */
  readonly infix?: string;
  /** Yields every member of its result, one at a time: only `walk`. */
  readonly relation?: true;
}

export type BuiltinDeclarations = ReadonlyMap<string, BuiltinDeclaration>;

type Marks = Omit<BuiltinDeclaration, 'args' | 'result'>;

function fn(args: readonly Type[], result: Type | undefined, marks: Marks = {}) {
  return { args, result, ...marks };
}

function operator(infix: string, args: readonly Type[], result: Type) {
  return { args, result, infix };
}

const nondeterministic = { nondeterministic: true } as const;
const deprecated = { deprecated: true } as const;

const ARRAY = arrayOf(ANY);
const SET = setOf(ANY);
const OBJECT = objectOf(ANY, ANY);
const RECORD = objectOf(STRING, ANY);
const STRINGS = arrayOf(STRING);
const NUMBERS = arrayOf(NUMBER);
const LIST = oneOf(ARRAY, SET);
const COLLECTION = oneOf(ARRAY, OBJECT, SET);
const STRING_LIST = oneOf(STRINGS, setOf(STRING));
const STRING_OR_LIST = oneOf(STRING, STRINGS, setOf(STRING));
const NUMBER_LIST = oneOf(NUMBERS, setOf(NUMBER));
const PATHS = oneOf(arrayOf(oneOf(STRING, ARRAY)), setOf(oneOf(STRING, ARRAY)));
const TEXT_OR_OBJECT = oneOf(STRING, OBJECT);
const CIDR = oneOf(STRING, ARRAY);
const CIDRS = oneOf(STRING, arrayOf(CIDR), objectOf(STRING, CIDR), setOf(CIDR));
const GRAPH = objectOf(ANY, LIST);
const INSTANT = oneOf(NUMBER, tuple(NUMBER, STRING));
const CERTIFICATES = tuple(BOOLEAN, arrayOf(RECORD));

const comparison = {
  assign: operator(':=', [ANY, ANY], BOOLEAN),
  eq: operator('=', [ANY, ANY], BOOLEAN),
  equal: operator('==', [ANY, ANY], BOOLEAN),
  neq: operator('!=', [ANY, ANY], BOOLEAN),
  lt: operator('<', [ANY, ANY], BOOLEAN),
  lte: operator('<=', [ANY, ANY], BOOLEAN),
  gt: operator('>', [ANY, ANY], BOOLEAN),
  gte: operator('>=', [ANY, ANY], BOOLEAN),
  'internal.member_2': operator('in', [ANY, ANY], BOOLEAN),
  'internal.member_3': operator('in', [ANY, ANY, ANY], BOOLEAN),
};

const numbers = {
  plus: operator('+', [NUMBER, NUMBER], NUMBER),
  minus: operator('-', [oneOf(NUMBER, SET), oneOf(NUMBER, SET)], oneOf(NUMBER, SET)),
  mul: operator('*', [NUMBER, NUMBER], NUMBER),
  div: operator('/', [NUMBER, NUMBER], NUMBER),
  rem: operator('%', [NUMBER, NUMBER], NUMBER),
  abs: fn([NUMBER], NUMBER),
  ceil: fn([NUMBER], NUMBER),
  floor: fn([NUMBER], NUMBER),
  round: fn([NUMBER], NUMBER),
  'numbers.range': fn([NUMBER, NUMBER], NUMBERS),
  'numbers.range_step': fn([NUMBER, NUMBER, NUMBER], NUMBERS),
  'rand.intn': fn([STRING, NUMBER], NUMBER, nondeterministic),
  'bits.and': fn([NUMBER, NUMBER], NUMBER),
  'bits.lsh': fn([NUMBER, NUMBER], NUMBER),
  'bits.negate': fn([NUMBER], NUMBER),
  'bits.or': fn([NUMBER, NUMBER], NUMBER),
  'bits.rsh': fn([NUMBER, NUMBER], NUMBER),
  'bits.xor': fn([NUMBER, NUMBER], NUMBER),
  format_int: fn([NUMBER, NUMBER], STRING),
  to_number: fn([oneOf(NULL, BOOLEAN, NUMBER, STRING)], NUMBER),
  'units.parse': fn([STRING], NUMBER),
  'units.parse_bytes': fn([STRING], NUMBER),
  'semver.compare': fn([STRING, STRING], NUMBER),
  'semver.is_valid': fn([ANY], BOOLEAN),
};

const collections = {
  all: fn([LIST], BOOLEAN, deprecated),
  any: fn([LIST], BOOLEAN, deprecated),
  count: fn([oneOf(STRING, ARRAY, OBJECT, SET)], NUMBER),
  max: fn([LIST], ANY),
  min: fn([LIST], ANY),
  product: fn([NUMBER_LIST], NUMBER),
  sort: fn([LIST], ARRAY),
  sum: fn([NUMBER_LIST], NUMBER),
  'array.concat': fn([ARRAY, ARRAY], ARRAY),
  'array.flatten': fn([ARRAY], ARRAY),
  'array.reverse': fn([ARRAY], ARRAY),
  'array.slice': fn([ARRAY, NUMBER, NUMBER], ARRAY),
  and: operator('&', [SET, SET], SET),
  or: operator('|', [SET, SET], SET),
  intersection: fn([setOf(SET)], SET),
  union: fn([setOf(SET)], SET),
  set_diff: fn([SET, SET], SET, deprecated),
  'object.filter': fn([OBJECT, COLLECTION], OBJECT),
  'object.get': fn([OBJECT, ANY, ANY], ANY),
  'object.keys': fn([OBJECT], SET),
  'object.remove': fn([OBJECT, COLLECTION], OBJECT),
  'object.subset': fn([COLLECTION, COLLECTION], BOOLEAN),
  'object.union': fn([OBJECT, OBJECT], OBJECT),
  'object.union_n': fn([arrayOf(OBJECT)], OBJECT),
  'json.filter': fn([OBJECT, PATHS], OBJECT),
  'json.remove': fn([OBJECT, PATHS], OBJECT),
  'json.patch': fn([ANY, arrayOf(objectOf(ANY, ANY, { op: STRING, path: ANY }))], ANY),
  'graph.reachable': fn([GRAPH, LIST], SET),
  'graph.reachable_paths': fn([GRAPH, LIST], setOf(ARRAY)),
  walk: fn([ANY], tuple(ARRAY, ANY), { relation: true }),
};

const types = {
  cast_array: fn([ANY], ARRAY, deprecated),
  cast_boolean: fn([ANY], BOOLEAN, deprecated),
  cast_null: fn([ANY], NULL, deprecated),
  cast_object: fn([ANY], OBJECT, deprecated),
  cast_set: fn([ANY], SET, deprecated),
  cast_string: fn([ANY], STRING, deprecated),
  is_array: fn([ANY], BOOLEAN),
  is_boolean: fn([ANY], BOOLEAN),
  is_null: fn([ANY], BOOLEAN),
  is_number: fn([ANY], BOOLEAN),
  is_object: fn([ANY], BOOLEAN),
  is_set: fn([ANY], BOOLEAN),
  is_string: fn([ANY], BOOLEAN),
  type_name: fn([ANY], STRING),
};

const strings = {
  concat: fn([STRING, STRING_LIST], STRING),
  contains: fn([STRING, STRING], BOOLEAN),
  endswith: fn([STRING, STRING], BOOLEAN),
  indexof: fn([STRING, STRING], NUMBER),
  indexof_n: fn([STRING, STRING], NUMBERS),
  lower: fn([STRING], STRING),
  replace: fn([STRING, STRING, STRING], STRING),
  split: fn([STRING, STRING], STRINGS),
  sprintf: fn([STRING, ARRAY], STRING),
  startswith: fn([STRING, STRING], BOOLEAN),
  'strings.any_prefix_match': fn([STRING_OR_LIST, STRING_OR_LIST], BOOLEAN),
  'strings.any_suffix_match': fn([STRING_OR_LIST, STRING_OR_LIST], BOOLEAN),
  'strings.count': fn([STRING, STRING], NUMBER),
  'strings.render_template': fn([STRING, RECORD], STRING),
  'strings.replace_n': fn([objectOf(STRING, STRING), STRING], STRING),
  'strings.reverse': fn([STRING], STRING),
  'strings.split_n': fn([STRING, STRING, NUMBER], STRINGS),
  substring: fn([STRING, NUMBER, NUMBER], STRING),
  trim: fn([STRING, STRING], STRING),
  trim_left: fn([STRING, STRING], STRING),
  trim_prefix: fn([STRING, STRING], STRING),
  trim_right: fn([STRING, STRING], STRING),
  trim_space: fn([STRING], STRING),
  trim_suffix: fn([STRING, STRING], STRING),
  upper: fn([STRING], STRING),
  'internal.template_string': fn([ARRAY], STRING),
};

const patterns = {
  'glob.match': fn([STRING, oneOf(NULL, STRINGS), STRING], BOOLEAN),
  'glob.quote_meta': fn([STRING], STRING),
  re_match: fn([STRING, STRING], BOOLEAN, deprecated),
  'regex.find_all_string_submatch_n': fn([STRING, STRING, NUMBER], arrayOf(STRINGS)),
  'regex.find_n': fn([STRING, STRING, NUMBER], STRINGS),
  'regex.globs_match': fn([STRING, STRING], BOOLEAN),
  'regex.is_valid': fn([STRING], BOOLEAN),
  'regex.match': fn([STRING, STRING], BOOLEAN),
  'regex.replace': fn([STRING, STRING, STRING], STRING),
  'regex.split': fn([STRING, STRING], STRINGS),
  'regex.template_match': fn([STRING, STRING, STRING, STRING], BOOLEAN),
};

const MARSHAL_OPTIONS = objectOf(STRING, ANY, { indent: STRING, prefix: STRING, pretty: BOOLEAN });
const SCHEMA_ERROR = objectOf(ANY, ANY, {
  desc: STRING,
  error: STRING,
  field: STRING,
  type: STRING,
});

const encodings = {
  'base64.decode': fn([STRING], STRING),
  'base64.encode': fn([STRING], STRING),
  'base64.is_valid': fn([STRING], BOOLEAN),
  'base64url.decode': fn([STRING], STRING),
  'base64url.encode': fn([STRING], STRING),
  'base64url.encode_no_pad': fn([STRING], STRING),
  'hex.decode': fn([STRING], STRING),
  'hex.encode': fn([STRING], STRING),
  'json.is_valid': fn([STRING], BOOLEAN),
  'json.marshal': fn([ANY], STRING),
  'json.marshal_with_options': fn([ANY, MARSHAL_OPTIONS], STRING),
  'json.unmarshal': fn([STRING], ANY),
  'json.match_schema': fn([TEXT_OR_OBJECT, TEXT_OR_OBJECT], tuple(BOOLEAN, arrayOf(SCHEMA_ERROR))),
  'json.verify_schema': fn([TEXT_OR_OBJECT], tuple(BOOLEAN, oneOf(NULL, STRING))),
  'yaml.is_valid': fn([STRING], BOOLEAN),
  'yaml.marshal': fn([ANY], STRING),
  'yaml.unmarshal': fn([STRING], ANY),
  'uri.is_valid': fn([STRING], BOOLEAN),
  'uri.parse': fn([STRING], objectOf(STRING, STRING)),
  'urlquery.decode': fn([STRING], STRING),
  'urlquery.decode_object': fn([STRING], objectOf(STRING, STRINGS)),
  'urlquery.encode': fn([STRING], STRING),
  'urlquery.encode_object': fn([objectOf(STRING, STRING_OR_LIST)], STRING),
  'uuid.parse': fn([STRING], RECORD),
  'uuid.rfc4122': fn([STRING], STRING, nondeterministic),
};

const cryptography = {
  'crypto.hmac.equal': fn([STRING, STRING], BOOLEAN),
  'crypto.hmac.md5': fn([STRING, STRING], STRING),
  'crypto.hmac.sha1': fn([STRING, STRING], STRING),
  'crypto.hmac.sha256': fn([STRING, STRING], STRING),
  'crypto.hmac.sha512': fn([STRING, STRING], STRING),
  'crypto.md5': fn([STRING], STRING),
  'crypto.sha1': fn([STRING], STRING),
  'crypto.sha256': fn([STRING], STRING),
  'crypto.parse_private_keys': fn([STRING], arrayOf(RECORD)),
  'crypto.x509.parse_and_verify_certificates': fn([STRING], CERTIFICATES),
  'crypto.x509.parse_and_verify_certificates_with_options': fn([STRING, RECORD], CERTIFICATES),
  'crypto.x509.parse_certificate_request': fn([STRING], RECORD),
  'crypto.x509.parse_certificates': fn([STRING], arrayOf(RECORD)),
  'crypto.x509.parse_keypair': fn([STRING, STRING], RECORD),
  'crypto.x509.parse_rsa_private_key': fn([STRING], RECORD),
  'io.jwt.decode': fn([STRING], tuple(OBJECT, OBJECT, STRING)),
  'io.jwt.decode_verify': fn([STRING, RECORD], tuple(BOOLEAN, OBJECT, OBJECT), nondeterministic),
  'io.jwt.encode_sign': fn([RECORD, RECORD, RECORD], STRING, nondeterministic),
  'io.jwt.encode_sign_raw': fn([STRING, STRING, STRING], STRING, nondeterministic),
  'io.jwt.verify_eddsa': fn([STRING, STRING], BOOLEAN),
  'io.jwt.verify_es256': fn([STRING, STRING], BOOLEAN),
  'io.jwt.verify_es384': fn([STRING, STRING], BOOLEAN),
  'io.jwt.verify_es512': fn([STRING, STRING], BOOLEAN),
  'io.jwt.verify_hs256': fn([STRING, STRING], BOOLEAN),
  'io.jwt.verify_hs384': fn([STRING, STRING], BOOLEAN),
  'io.jwt.verify_hs512': fn([STRING, STRING], BOOLEAN),
  'io.jwt.verify_ps256': fn([STRING, STRING], BOOLEAN),
  'io.jwt.verify_ps384': fn([STRING, STRING], BOOLEAN),
  'io.jwt.verify_ps512': fn([STRING, STRING], BOOLEAN),
  'io.jwt.verify_rs256': fn([STRING, STRING], BOOLEAN),
  'io.jwt.verify_rs384': fn([STRING, STRING], BOOLEAN),
  'io.jwt.verify_rs512': fn([STRING, STRING], BOOLEAN),
  'providers.aws.sign_req': fn([RECORD, RECORD, NUMBER], OBJECT),
};

const time = {
  'time.add_date': fn([NUMBER, NUMBER, NUMBER, NUMBER], NUMBER),
  'time.clock': fn([INSTANT], tuple(NUMBER, NUMBER, NUMBER)),
  'time.date': fn([INSTANT], tuple(NUMBER, NUMBER, NUMBER)),
  'time.diff': fn([INSTANT, INSTANT], tuple(NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER)),
  'time.format': fn([oneOf(NUMBER, tuple(NUMBER, STRING), tuple(NUMBER, STRING, STRING))], STRING),
  'time.now_ns': fn([], NUMBER, nondeterministic),
  'time.parse_duration_ns': fn([STRING], NUMBER),
  'time.parse_ns': fn([STRING, STRING], NUMBER),
  'time.parse_rfc3339_ns': fn([STRING], NUMBER),
  'time.weekday': fn([INSTANT], STRING),
};

const network = {
  'http.send': fn([RECORD], OBJECT, nondeterministic),
  'net.cidr_contains': fn([STRING, STRING], BOOLEAN),
  'net.cidr_contains_matches': fn([CIDRS, CIDRS], setOf(tuple(ANY, ANY))),
  'net.cidr_expand': fn([STRING], setOf(STRING)),
  'net.cidr_intersects': fn([STRING, STRING], BOOLEAN),
  'net.cidr_is_valid': fn([STRING], BOOLEAN),
  'net.cidr_merge': fn([STRING_LIST], setOf(STRING)),
  'net.cidr_overlap': fn([STRING, STRING], BOOLEAN, deprecated),
  'net.lookup_ip_addr': fn([STRING], setOf(STRING), nondeterministic),
};

const graphql = {
  'graphql.is_valid': fn([TEXT_OR_OBJECT, TEXT_OR_OBJECT], BOOLEAN),
  'graphql.parse': fn([TEXT_OR_OBJECT, TEXT_OR_OBJECT], tuple(OBJECT, OBJECT)),
  'graphql.parse_and_verify': fn([TEXT_OR_OBJECT, TEXT_OR_OBJECT], tuple(BOOLEAN, OBJECT, OBJECT)),
  'graphql.parse_query': fn([STRING], OBJECT),
  'graphql.parse_schema': fn([STRING], OBJECT),
  'graphql.schema_is_valid': fn([TEXT_OR_OBJECT], BOOLEAN),
};

const language = {
  'opa.runtime': fn([], RECORD, nondeterministic),
  'rego.metadata.chain': fn([], ARRAY),
  'rego.metadata.rule': fn([], ANY),
  'rego.parse_module': fn([STRING, STRING], RECORD),
  print: fn([], undefined, { variadic: ANY }),
  trace: fn([STRING], BOOLEAN),
  'internal.print': fn([arrayOf(SET)], undefined),
  'internal.test_case': fn([ARRAY], undefined),
};

/** OPA 1.19's builtins by name. */
export const builtinDeclarations: BuiltinDeclarations = new Map<string, BuiltinDeclaration>(
  [
    comparison,
    numbers,
    collections,
    types,
    strings,
    patterns,
    encodings,
    cryptography,
    time,
    network,
    graphql,
    language,
  ].flatMap(table => Object.entries<BuiltinDeclaration>(table)),
);
