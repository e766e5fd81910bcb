import type { HttpInfo } from '../policy/input.ts';
import type { RequestHead } from '../proxy/exchange.ts';
import { headerValues } from '../proxy/headers.ts';

/**
 * The request headers policies see: who the client says it is, and where a browser says it came from.
 * Nothing secret, and nothing that differs between two ways to send the same call.
 */
const SHOWN_HEADERS = ['user-agent', 'origin', 'accept-language'] as const;

function shownHeaders(request: RequestHead): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const name of SHOWN_HEADERS) {
    const values = headerValues(request.headers, name);
    if (values.length > 0) shown[name] = values.join(', ');
  }
  return shown;
}

/** Query parameters; one that is given several times has all its values. */
function queryOf(search: string): HttpInfo['query'] {
  const query: Record<string, string | string[]> = Object.create(null);
  if (search === '') return query;
  for (const [name, value] of new URLSearchParams(search)) {
    const earlier = query[name];
    if (earlier === undefined) query[name] = value;
    else query[name] = [...(Array.isArray(earlier) ? earlier : [earlier]), value];
  }
  return query;
}

/** A request as the input document's `http`. */
export function httpInfo(request: RequestHead): HttpInfo {
  const { method, scheme, host, port } = request;
  const [path = '/', ...search] = request.path.split('?');
  return {
    method,
    scheme,
    host,
    port,
    path,
    query: queryOf(search.join('?')),
    headers: shownHeaders(request),
  };
}
