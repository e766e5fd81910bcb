/** Proxy credentials as a client sent them (RFC 7617). */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const BASIC = /^basic +([A-Za-z0-9+/=]+) *$/i;

/** Reads a Proxy-Authorization field; undefined if there is none or it is not well-formed Basic. */
export function parseBasic(field: string | undefined): Credentials | undefined {
  const encoded = field === undefined ? undefined : BASIC.exec(field)?.[1];
  if (encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 0) return undefined;
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}
