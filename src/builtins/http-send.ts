/*
 * `http.send` (OPA: docs, "HTTP"): one request, sent and waited for. Only policies compiled with capabilities that
 * list it have it. What would need files or state of OPA's server (client certificates, caches between evaluations) is
 * refused by name rather than ignored; equal calls in one evaluation are sent once.
 */
import { STATUS_CODES } from 'node:http';
import { parseDocument } from 'yaml';
import { fromJs, parseValue, toJson } from '../value/json.ts';
import { RegoObject, RegoSet, type Value } from '../value/value.ts';
import { BuiltinError, define, failure, once } from './builtin.ts';
import { objectAt } from './operand.ts';
import { type OutsideAnswer, type OutsideTask, waitFor } from './waiting-worker.ts';

const REQUIRED = ['method', 'url'];
const KNOWN = new Set([
  ...REQUIRED,
  'body',
  'enable_redirect',
  'force_json_decode',
  'force_yaml_decode',
  'headers',
  'raw_body',
  'raise_error',
  'timeout',
  'cache',
  'force_cache',
  'force_cache_duration_seconds',
  'caching_mode',
]);
/** Parameters of OPA's that would change what is asked for, and that are not there. */
const UNSUPPORTED = /^(tls_|max_retry_attempts$|cache_ignored_headers$)/;

const DEFAULT_TIMEOUT_MS = 5000;
const MAX_TIMEOUT_MS = 60_000;
const MAX_REDIRECTS = 10;
const NS_PER_MS = 1_000_000;

type Parameters = ReadonlyMap<string, Value>;

function typeError(message: string): BuiltinError {
  return new BuiltinError('eval_type_error', message);
}

function shown(names: readonly string[]): string {
  return toJson(RegoSet.of(names)).replace(/^\[(.*)\]$/, '{$1}');
}

function parametersOf(request: RegoObject): Parameters {
  const entries = request.entries().map(({ key, value }) => [String(key), value] as const);
  const names = entries.map(([name]) => name);
  const unsupported = names.find(name => UNSUPPORTED.test(name));
  if (unsupported !== undefined) throw failure(`\`${unsupported}\` is not supported`);
  const invalid = names.filter(name => !KNOWN.has(name));
  if (invalid.length > 0) throw typeError(`invalid request parameters(s): ${shown(invalid)}`);
  const missing = REQUIRED.filter(name => !names.includes(name));
  if (missing.length > 0)
    throw typeError(`missing required request parameters(s): ${shown(missing)}`);
  return new Map(entries);
}

function text(parameters: Parameters, name: string): string | undefined {
  const value = parameters.get(name);
  if (value === undefined || typeof value === 'string') return value;
  throw typeError(`\`${name}\` must be a string`);
}

const DURATION_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** Nanoseconds, or a text such as `500ms` or `2s`. */
function timeoutOf(parameters: Parameters): number {
  const value = parameters.get('timeout');
  if (value === undefined) return DEFAULT_TIMEOUT_MS;
  const found = typeof value === 'string' ? /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(value) : null;
  const ms =
    found === null ? Number(value) / NS_PER_MS : Number(found[1]) * DURATION_MS[found[2]!]!;
  if (!Number.isFinite(ms) || ms <= 0) throw typeError('`timeout` must be a duration');
  return Math.min(Math.ceil(ms), MAX_TIMEOUT_MS);
}

function headersOf(parameters: Parameters): Record<string, string> {
  const headers = parameters.get('headers');
  if (headers === undefined) return {};
  if (!(headers instanceof RegoObject)) throw typeError('`headers` must be an object');
  return Object.fromEntries(
    headers.entries().map(({ key, value }) => {
      if (typeof value !== 'string') throw typeError('every header must be a string');
      return [String(key), value];
    }),
  );
}

function taskOf(parameters: Parameters): Extract<OutsideTask, { kind: 'request' }> {
  const body = parameters.get('body');
  const headers = headersOf(parameters);
  const isTyped = Object.keys(headers).some(name => name.toLowerCase() === 'content-type');
  return {
    kind: 'request',
    method: text(parameters, 'method')!.toUpperCase(),
    url: text(parameters, 'url')!,
    headers:
      body === undefined || isTyped ? headers : { ...headers, 'content-type': 'application/json' },
    body: text(parameters, 'raw_body') ?? (body === undefined ? undefined : toJson(body)),
    redirects: parameters.get('enable_redirect') === true ? MAX_REDIRECTS : 0,
    timeoutMs: timeoutOf(parameters),
  };
}

type Response = Extract<OutsideAnswer, { kind: 'response' }>;

function mediaType({ headers }: Response): string {
  const [, field = ''] = headers.find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return field.replace(/;.*$/s, '').trim().toLowerCase();
}

function decode(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** What a response says, where it is JSON or YAML; null if it is neither or can't be read. */
function bodyOf(response: Response, parameters: Parameters): Value {
  const type = mediaType(response);
  const isJson = parameters.get('force_json_decode') === true || /[/+]json$/.test(type);
  const isYaml =
    parameters.get('force_yaml_decode') === true ||
    /^(?:application|text)\/(?:x-)?yaml$/.test(type);
  if (isJson) return decode(() => parseValue(response.body)) ?? null;
  if (!isYaml) return null;
  return decode(() => fromJs(parseDocument(response.body).toJS({ maxAliasCount: 100 }))) ?? null;
}

function responseValue(response: Response, parameters: Parameters): Value {
  const { status, statusText, headers, body } = response;
  const fields = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    fields.set(lower, [...(fields.get(lower) ?? []), value]);
  }
  return RegoObject.of([
    ['status', `${status} ${statusText || STATUS_CODES[status] || ''}`.trim()],
    ['status_code', status],
    ['headers', RegoObject.of([...fields])],
    ['raw_body', body],
    ['body', bodyOf(response, parameters)],
  ]);
}

function errorValue(message: string): Value {
  const error = RegoObject.of([
    ['code', 'eval_http_send_network_error'],
    ['message', message],
  ]);
  return RegoObject.of([
    ['status_code', 0],
    ['error', error],
  ]);
}

function send(request: RegoObject): Value {
  const parameters = parametersOf(request);
  const task = taskOf(parameters);
  const answer = waitFor(task, task.timeoutMs + 1000);
  if (answer.kind === 'response') return responseValue(answer, parameters);
  const message = answer.kind === 'failed' ? answer.message : 'no response';
  if (parameters.get('raise_error') === false) return errorValue(message);
  throw failure(message);
}

export const httpSend = define('http.send', (args, context) => {
  const request = objectAt(args, 1);
  return once(context, `http.send ${toJson(request)}`, () => send(request));
});
