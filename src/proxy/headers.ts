/** Headers as HTTP carries them: name, value, name, value; order and repeats kept. */
export type HeaderList = readonly string[];

/**
 * Fields that belong to one connection (RFC 9110 7.6.1) or that this proxy writes itself.
 * `Expect` is answered here, because the body is read here.
 */
const NOT_FORWARDED: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The first value of a field; `name` in lower case. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  for (let i = 0; i < headers.length; i += 2) {
    const field = headers[i]!;
    if (field.length === name.length && field.toLowerCase() === name) return headers[i + 1];
  }
  return undefined;
}

/** All values of a field; `name` in lower case. */
export function headerValues(headers: HeaderList, name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const field = headers[i]!;
    if (field.length === name.length && field.toLowerCase() === name) values.push(headers[i + 1]!);
  }
  return values;
}

/** The list without the fields of these lower-case names. */
export function withoutHeaders(headers: HeaderList, names: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    if (!names.has(headers[i]!.toLowerCase())) kept.push(headers[i]!, headers[i + 1]!);
  }
  return kept;
}

/** The list with one field set: earlier ones of that name go, whatever their case. */
export function withHeader(headers: HeaderList, name: string, value: string): string[] {
  return [...withoutHeaders(headers, new Set([name.toLowerCase()])), name, value];
}

const NOTHING_DECLARED: ReadonlySet<string> = new Set();
const USUAL_CONNECTION = /^\s*(?:keep-alive|close)?\s*$/i;

/** Lower-case names that a `Connection` field declares hop-by-hop. */
function declaredHopByHop(connection: string): ReadonlySet<string> {
  if (USUAL_CONNECTION.test(connection)) return NOTHING_DECLARED;
  return new Set(connection.split(',').map(name => name.trim().toLowerCase()));
}

/** The request fields that are forwarded, and so the ones that are judged. */
export function requestHeaders(raw: HeaderList): string[] {
  const declared = declaredHopByHop(headerValues(raw, 'connection').join());
  const kept: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase();
    if (!NOT_FORWARDED.has(name) && !declared.has(name)) kept.push(raw[i]!, raw[i + 1]!);
  }
  return kept;
}

/** The response fields that are passed on: like a request's, but with the length of the body. */
export function responseHeaders(raw: HeaderList): string[] {
  const declared = declaredHopByHop(headerValues(raw, 'connection').join());
  const kept: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase();
    const isKept = name === 'content-length' || !(NOT_FORWARDED.has(name) || declared.has(name));
    if (isKept) kept.push(raw[i]!, raw[i + 1]!);
  }
  return kept;
}
