/*
 * AWS Signature Version 4 for a request object as http.send takes it (AWS: "Create a signed AWS API
 * request"). The request comes back with the headers to send.
 */
import { createHash, createHmac } from 'node:crypto';
import { toInteger } from '../value/arithmetic.ts';
import { regoText } from '../value/rego-text.ts';
import { RegoObject, RegoSet, Undefined, type Value } from '../value/value.ts';
import { type Builtin, define } from './builtin.ts';
import { civilOf, UTC } from './civil-time.ts';
import { goJson } from './go-json.ts';
import { numberAt, objectAt, operandError, wrongType } from './operand.ts';
import { formatTime } from './time-layout.ts';
import { parseUri } from './uri.ts';

const REQUIRED_CONFIG = ['aws_access_key', 'aws_region', 'aws_secret_access_key', 'aws_service'];
const REQUIRED_REQUEST = ['method', 'url'];
const REQUEST_KEYS = new Set(
  [
    'body cache cache_ignored_headers caching_mode enable_redirect force_cache',
    'force_cache_duration_seconds force_json_decode force_yaml_decode headers max_retry_attempts',
    'method raise_error raw_body timeout tls_ca_cert tls_ca_cert_env_variable tls_ca_cert_file',
    'tls_client_cert tls_client_cert_env_variable tls_client_cert_file tls_client_key',
    'tls_client_key_env_variable tls_client_key_file tls_insecure_skip_verify tls_server_name',
    'tls_use_system_certs url',
  ].flatMap(line => line.split(' ')),
);

/** Headers a proxy may change on the way are not signed. */
const UNSIGNED_HEADERS = ['authorization', 'user-agent', 'x-amzn-trace-id'];

function complain(position: number, what: string, names: readonly Value[]): void {
  if (names.length > 0) {
    throw operandError(position, `${what} parameters(s): ${regoText(RegoSet.of(names))}`);
  }
}

function missing(object: RegoObject, names: readonly string[]): string[] {
  return names.filter(name => !object.has(name));
}

function notStrings(object: RegoObject, names: readonly string[]): string[] {
  return names.filter(name => typeof object.get(name) !== 'string');
}

function checkConfig(config: RegoObject): void {
  complain(2, 'missing required AWS config', missing(config, REQUIRED_CONFIG));
  complain(2, 'invalid values for required AWS config', notStrings(config, REQUIRED_CONFIG));
}

function checkRequest(request: RegoObject): void {
  const keys = request.entries().map(entry => entry.key);
  const unknown = keys.filter(key => !REQUEST_KEYS.has(String(key)));
  complain(1, 'invalid request', unknown);
  complain(1, 'missing required request', missing(request, REQUIRED_REQUEST));
}

function text(object: RegoObject, name: string): string {
  const value = object.get(name);
  return typeof value === 'string' ? value : '';
}

function bodyOf(request: RegoObject): string {
  const raw = request.get('raw_body');
  if (raw !== Undefined) return text(request, 'raw_body');
  const body = request.get('body');
  return body === Undefined ? '' : goJson(body);
}

function headersOf(request: RegoObject): Map<string, string> {
  const headers = request.get('headers');
  if (headers === Undefined) return new Map();
  if (!(headers instanceof RegoObject)) throw wrongType(1, headers, 'object');
  const names = headers.entries().map(({ key }) => String(key));
  return new Map(names.map(name => [name, text(headers, name)]));
}

function payloadHash(request: RegoObject, config: RegoObject): string {
  const unsigned = config.get('disable_payload_signing');
  if (unsigned !== Undefined && typeof unsigned !== 'boolean') {
    throw operandError(2, "invalid value for 'disable_payload_signing' in AWS config");
  }
  return unsigned === true ? 'UNSIGNED-PAYLOAD' : sha256(bodyOf(request));
}

function sha256(data: string): string {
  return createHash('sha256').update(data).digest('hex');
}

function mac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function timestampAt(args: readonly Value[]): bigint {
  const ns = toInteger(numberAt(args, 3));
  if (ns === undefined || BigInt.asIntN(64, ns) !== ns) {
    throw operandError(3, 'could not convert time_ns value into a unix timestamp');
  }
  return ns;
}

/** The headers AWS wants besides the request's own. */
function awsHeaders(config: RegoObject, host: string, date: string, hash: string) {
  const headers = new Map([
    ['host', host],
    ['x-amz-date', date],
  ]);
  const service = text(config, 'aws_service');
  if (service === 's3' || service === 'glacier') headers.set('x-amz-content-sha256', hash);
  const token = text(config, 'aws_session_token');
  if (token !== '') headers.set('x-amz-security-token', token);
  return headers;
}

/** The signature's key is derived step by step from the secret and what it is limited to. */
function signingKey(config: RegoObject, day: string): Buffer {
  const scope = [day, text(config, 'aws_region'), text(config, 'aws_service'), 'aws4_request'];
  const secret: string | Buffer = `AWS4${text(config, 'aws_secret_access_key')}`;
  return scope.reduce<string | Buffer>(mac, secret) as Buffer;
}

interface Signing {
  readonly config: RegoObject;
  readonly date: string;
  readonly canonical: string;
  readonly signedHeaders: string;
}

function authorization({ config, date, canonical, signedHeaders }: Signing): string {
  const day = date.slice(0, 8);
  const scope = [day, text(config, 'aws_region'), text(config, 'aws_service'), 'aws4_request'].join(
    '/',
  );
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const signature = mac(signingKey(config, day), toSign).toString('hex');
  const credential = `${text(config, 'aws_access_key')}/${scope}`;
  return `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${signedHeaders},Signature=${signature}`;
}

function signRequest(args: readonly Value[]): Value {
  const request = objectAt(args, 1);
  const config = objectAt(args, 2);
  checkConfig(config);
  const date = formatTime(civilOf(timestampAt(args), UTC), '20060102T150405Z');
  checkRequest(request);
  const own = headersOf(request);
  complain(1, 'invalid values for required request', notStrings(request, REQUIRED_REQUEST));
  const uri = parseUri(text(request, 'url'));
  const hash = payloadHash(request, config);
  const host = uri.port === '' ? uri.hostname : `${uri.hostname}:${uri.port}`;
  const added = awsHeaders(config, host, date, hash);
  const lowered = [...own].map(([name, value]) => [name.toLowerCase(), value] as const);
  const ownSigned = lowered.filter(([name]) => !UNSIGNED_HEADERS.includes(name));
  const signed = [...new Map([...added, ...ownSigned])].sort(([a], [b]) => (a < b ? -1 : 1));
  const signedHeaders = signed.map(([name]) => name).join(';');
  const lines = signed.map(([name, value]) => `${name}:${value}\n`).join('');
  const canonical = [
    text(request, 'method'),
    uri.rawPath,
    uri.rawQuery,
    lines,
    signedHeaders,
    hash,
  ].join('\n');
  const authorized = authorization({ config, date, canonical, signedHeaders });
  const headers = RegoObject.of([...own, ['Authorization', authorized] as const, ...added]);
  return request.with('headers', headers);
}

export const aws: readonly Builtin[] = [define('providers.aws.sign_req', signRequest)];
