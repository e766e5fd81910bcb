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

/** Fields a response keeps although requests lose them: the length that its body has. */
const RESPONSE_KEEPS = 'content-length';

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
    if (headers[i]!.toLowerCase() === name) values.push(headers[i + 1]!);
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

/** Lower-case names a `Connection` field declares hop-by-hop; empty for `keep-alive` and `close`. */
function declaredHopByHop(connection: string | undefined): ReadonlySet<string> | undefined {
  if (connection === undefined || /^\s*(keep-alive|close)\s*$/i.test(connection)) return undefined;
  return new Set(connection.split(',').map(name => name.trim().toLowerCase()));
}

/** The request fields that are forwarded, and so the ones that are judged. */
export function requestHeaders(raw: HeaderList): string[] {
  const declared = declaredHopByHop(headerValues(raw, 'connection').join(','));
  const kept: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase();
    if (NOT_FORWARDED.has(name) || declared?.has(name)) continue;
    kept.push(raw[i]!, raw[i + 1]!);
  }
  return kept;
}

/** The response fields that are passed on, from undici's raw ones. */
export function responseHeaders(raw: readonly (Buffer | string)[]): string[] {
  const all: string[] = raw.map(part =>
    typeof part === 'string' ? part : part.toString('latin1'),
  );
  const declared = declaredHopByHop(headerValue(all, 'connection'));
  const kept: string[] = [];
  for (let i = 0; i < all.length; i += 2) {
    const name = all[i]!.toLowerCase();
    if (name !== RESPONSE_KEEPS && (NOT_FORWARDED.has(name) || declared?.has(name))) continue;
    kept.push(all[i]!, all[i + 1]!);
  }
  return kept;
}
