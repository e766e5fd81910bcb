/*
 * JSON Web Tokens in compact form (RFC 7519, signed as in RFC 7515). Encrypted tokens are refused.
 *
 * Two ways to verify: io.jwt.verify_* answer whether a signature fits, with the algorithm named by
 * the policy; io.jwt.decode_verify follows RFC 7519, section 7.2, with the algorithm from the header
 * and constraints on issuer, audience and time. A key serves only algorithms of its own kind, so
 * that a public key never becomes the secret of a MAC.
 */
import { createSecretKey } from 'node:crypto';
import { messageOf } from '../base/errors.ts';
import { JsonError } from '../base/json.ts';
import { compareNumbers, numberOf, numberText, type RegoNumber } from '../value/decimal.ts';
import { parseValue } from '../value/json.ts';
import {
  isArray,
  isNumber,
  type MaybeValue,
  RegoObject,
  Undefined,
  type Value,
} from '../value/value.ts';
import { type Builtin, type BuiltinContext, define, failure } from './builtin.ts';
import { decodeBase64Url, textOf } from './bytes.ts';
import { goJson } from './go-json.ts';
import {
  isAlgorithm,
  parseKeySet,
  signature,
  signingKey,
  type VerificationKey,
  verificationKeys,
  verifies,
} from './jws.ts';
import { objectAt, stringAt } from './operand.ts';

type Args = readonly Value[];

/** The three parts, still encoded. */
interface Token {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
}

function splitToken(text: string): Token {
  if (!text.includes('.')) throw failure('encoded JWT had no period separators');
  const [header, payload, signature, ...rest] = text.split('.');
  if (signature === undefined || rest.length > 0) {
    throw failure(`encoded JWT must have 3 sections, found ${text.split('.').length}`);
  }
  return { header: header!, payload: payload!, signature };
}

function decodePart(part: string, name: string): Buffer {
  try {
    return decodeBase64Url(part);
  } catch (error) {
    throw failure(`JWT ${name} had invalid encoding: ${messageOf(error)}`);
  }
}

function parseObject(text: string): RegoObject {
  const value = parseOrFail(text);
  if (!(value instanceof RegoObject)) throw failure('decoded JSON type was not an Object');
  return value;
}

function parseOrFail(text: string): Value {
  try {
    return parseValue(text);
  } catch (error) {
    if (error instanceof JsonError) throw failure(`invalid JSON: ${error.message}`);
    throw error;
  }
}

function headerOf(token: Token): RegoObject {
  const bytes = decodePart(token.header, 'header');
  let header: RegoObject;
  try {
    header = parseObject(textOf(bytes));
  } catch (error) {
    throw failure(`bad JWT header: ${messageOf(error)}`);
  }
  if (header.has('enc')) throw failure('JWT is a JWE object, which is not supported');
  return header;
}

/** How deep tokens may nest in each other. */
const MAX_NESTED = 16;

function decode(text: string, depth = 0): Value {
  const token = splitToken(text);
  const header = headerOf(token);
  const payload = textOf(decodePart(token.payload, 'payload'));
  if (header.get('cty') === 'JWT') {
    if (depth === MAX_NESTED) throw failure('JWT is nested too deep');
    return decode(payload.replace(/^["']+|["']+$/g, ''), depth + 1);
  }
  const claims = parseObject(payload);
  return [header, claims, decodePart(token.signature, 'signature').toString('hex')];
}

function signedText(token: Token): string {
  return `${token.header}.${token.payload}`;
}

/** The header's `kid` picks a key if one has it; otherwise every key whose algorithm may fit. */
function candidates(
  keys: readonly VerificationKey[],
  header: RegoObject,
): readonly VerificationKey[] {
  const id = header.get('kid');
  const chosen = id === '' ? undefined : keys.find(key => key.id === id);
  if (chosen !== undefined) return [chosen];
  const algorithm = header.get('alg');
  return keys.filter(key => key.algorithm === undefined || key.algorithm === algorithm);
}

function anyVerifies(
  algorithm: string,
  keys: readonly VerificationKey[],
  token: Token,
  header: RegoObject,
): boolean {
  const bytes = decodePart(token.signature, 'signature');
  return candidates(keys, header).some(({ key }) => {
    return verifies(algorithm, key, signedText(token), bytes);
  });
}

function verifyPublic(algorithm: string): Builtin {
  return define(`io.jwt.verify_${algorithm.toLowerCase()}`, args => {
    const token = splitToken(stringAt(args, 1));
    const keys = verificationKeys(stringAt(args, 2));
    return anyVerifies(algorithm, keys, token, headerOf(token));
  });
}

function secretKey(secret: string): VerificationKey {
  return { key: createSecretKey(Buffer.from(secret)) };
}

function verifySecret(algorithm: string): Builtin {
  return define(`io.jwt.verify_${algorithm.toLowerCase()}`, args => {
    const token = splitToken(stringAt(args, 1));
    const { key } = secretKey(stringAt(args, 2));
    const bytes = decodePart(token.signature, 'signature');
    return verifies(algorithm, key, signedText(token), bytes);
  });
}

interface Constraints {
  readonly keys: readonly VerificationKey[];
  readonly algorithm: string;
  readonly issuer: string;
  readonly audience: string;
  /** Seconds since the epoch. */
  readonly time: RegoNumber;
}

const CONSTRAINTS = ['alg', 'aud', 'cert', 'iss', 'secret', 'time'];

function stringConstraint(constraints: RegoObject, name: string): string {
  const value = constraints.get(name);
  if (value === Undefined) return '';
  if (typeof value !== 'string') throw failure(`${name} constraint: must be a string`);
  return value;
}

function timeConstraint(constraints: RegoObject, context: BuiltinContext): RegoNumber {
  const time = constraints.get('time');
  if (time !== Undefined && !isNumber(time)) {
    throw failure('token time constraint: must be a number');
  }
  const ns = time === Undefined ? Number(context.nowNs) : Number(numberText(time));
  if (!Number.isFinite(ns)) throw failure('token time constraint: invalid float64');
  if (ns < 0) throw failure('token time constraint: must not be negative');
  return numberOf(String(ns / 1e9));
}

function constraintsAt(args: Args, context: BuiltinContext): Constraints {
  const constraints = objectAt(args, 2);
  const unknown = constraints.entries().find(({ key }) => !CONSTRAINTS.includes(String(key)));
  if (unknown !== undefined) {
    throw failure(`unknown token validation constraint: ${String(unknown.key)}`);
  }
  const secret = stringConstraint(constraints, 'secret');
  const hasCertificate = constraints.has('cert');
  if (hasCertificate && secret !== '') throw failure('duplicate key constraints');
  if (!hasCertificate && secret === '') throw failure('no key constraint');
  const certificate = stringConstraint(constraints, 'cert');
  return {
    keys: hasCertificate ? verificationKeys(certificate) : [secretKey(secret)],
    algorithm: stringConstraint(constraints, 'alg'),
    issuer: stringConstraint(constraints, 'iss'),
    audience: stringConstraint(constraints, 'aud'),
    time: timeConstraint(constraints, context),
  };
}

const HEADER_STRINGS = ['alg', 'kid', 'typ', 'cty'];

function criticalNames(header: RegoObject): readonly Value[] {
  const critical = header.get('crit');
  if (critical === Undefined) return [];
  if (!isArray(critical)) throw failure('crit: must be a list');
  if (critical.length === 0) throw failure('crit: must be a nonempty list');
  return critical;
}

/** RFC 7515, 4.1.1 and 4.1.11: an algorithm, and no critical parameter that is unknown. */
function isValidHeader(header: RegoObject): boolean {
  const wrong = HEADER_STRINGS.find(name => {
    const value = header.get(name);
    return value !== Undefined && typeof value !== 'string';
  });
  if (wrong !== undefined) throw failure(`${wrong}: must be a string`);
  const critical = criticalNames(header);
  const understood = [...HEADER_STRINGS, 'crit'];
  const ignored = critical.filter(name => header.has(name) && !understood.includes(String(name)));
  return (header.get('alg') || Undefined) !== Undefined && ignored.length === 0;
}

/** Header and payload of the innermost token, if every signature on the way is good. */
function openVerified(
  text: string,
  constraints: Constraints,
  depth = 0,
): [RegoObject, RegoObject] | undefined {
  const token = splitToken(text);
  const header = headerOf(token);
  if (!isValidHeader(header)) return undefined;
  const algorithm = header.get('alg') as string;
  if (constraints.algorithm !== '' && constraints.algorithm !== algorithm) return undefined;
  if (!anyVerifies(algorithm, constraints.keys, token, header)) return undefined;
  const payload = textOf(decodePart(token.payload, 'payload'));
  const contentType = header.get('cty');
  if (typeof contentType !== 'string' || contentType.toUpperCase() !== 'JWT') {
    return [header, parseObject(payload)];
  }
  if (depth === MAX_NESTED) throw failure('JWT is nested too deep');
  return openVerified(payload, constraints, depth + 1);
}

function isAudience(audience: MaybeValue, wanted: string): boolean {
  if (audience === Undefined) return wanted === '';
  if (isArray(audience)) return audience.includes(wanted);
  return audience === wanted;
}

function claimedTime(claims: RegoObject, name: 'exp' | 'nbf'): RegoNumber | undefined {
  const time = claims.get(name);
  if (time === Undefined) return undefined;
  if (!isNumber(time)) throw failure(`${name} value must be a number`);
  return time;
}

function meets(claims: RegoObject, { issuer, audience, time }: Constraints): boolean {
  if (issuer !== '' && claims.get('iss') !== issuer) return false;
  if (!isAudience(claims.get('aud'), audience)) return false;
  const expiry = claimedTime(claims, 'exp');
  if (expiry !== undefined && compareNumbers(time, expiry) >= 0) return false;
  const start = claimedTime(claims, 'nbf');
  return start === undefined || compareNumbers(time, start) >= 0;
}

const UNVERIFIED: Value = [false, RegoObject.empty, RegoObject.empty];

function decodeVerify(args: Args, context: BuiltinContext): Value {
  const constraints = constraintsAt(args, context);
  const opened = openVerified(stringAt(args, 1), constraints);
  if (opened === undefined) return UNVERIFIED;
  const [header, claims] = opened;
  return meets(claims, constraints) ? [true, header, claims] : UNVERIFIED;
}

function isJson(text: string): boolean {
  try {
    parseValue(text);
    return true;
  } catch {
    return false;
  }
}

/** A header that is no object at all has no `alg`. */
function headerValue(text: string): Value {
  if (isJson(text)) return parseValue(text);
  if (text.trimStart().startsWith('{')) {
    throw failure("missing or invalid 'alg' header: cannot parse JSON");
  }
  return null;
}

function encodeSign(headerText: string, payload: string, keyText: string): Value {
  const [jwk] = parseKeySet(keyText);
  if (jwk === undefined) throw failure('no keys found in JWK set');
  const header = headerValue(headerText);
  const algorithm = header instanceof RegoObject ? header.get('alg') : Undefined;
  if (algorithm === Undefined) {
    throw failure('missing or invalid \'alg\' header: jwsbb: header "alg" not found');
  }
  if (typeof algorithm !== 'string' || !isAlgorithm(algorithm)) {
    throw failure(`unknown JWS algorithm: ${String(algorithm)}`);
  }
  const type = (header as RegoObject).get('typ');
  if ((typeof type !== 'string' || type === 'JWT') && !isJson(payload)) {
    throw failure('type is JWT but payload is not JSON');
  }
  const data = [headerText, payload].map(part => Buffer.from(part).toString('base64url')).join('.');
  return `${data}.${signature(algorithm, signingKey(jwk), data).toString('base64url')}`;
}

function encodeSignRaw(args: Args): Value {
  return encodeSign(stringAt(args, 1), stringAt(args, 2), stringAt(args, 3));
}

const PUBLIC = ['RS', 'PS', 'ES'].flatMap(name => ['256', '384', '512'].map(size => name + size));

export const jwt: readonly Builtin[] = [
  define('io.jwt.decode', args => decode(stringAt(args, 1))),
  define('io.jwt.decode_verify', decodeVerify),
  ...[...PUBLIC, 'EdDSA'].map(verifyPublic),
  ...['HS256', 'HS384', 'HS512'].map(verifySecret),
  define('io.jwt.encode_sign', ([header, payload, key]) => {
    return encodeSign(goJson(header!), goJson(payload!), goJson(key!));
  }),
  define('io.jwt.encode_sign_raw', encodeSignRaw),
];
