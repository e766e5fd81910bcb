import { messageOf } from '../base/errors.ts';
import type { HeaderList } from '../proxy/headers.ts';
import type { Injected } from '../vault/injection.ts';
import { serverAt } from './config-servers.ts';
import type { Flow } from './flow.ts';

/** A credential that a request needs can't be had: then the request is not sent. */
export class Unavailable extends Error {}

/** A flow's request with its secrets; undefined when nothing is to be put in. @throws Unavailable */
export async function injectedRequest(
  { shared, snapshot, exchange }: Flow,
  headers: HeaderList,
): Promise<Injected | undefined> {
  const { origin, path } = exchange.request;
  const server = serverAt(snapshot.config.servers, origin, path.split('?', 1)[0]!);
  try {
    return await shared.credentials?.inject({ origin, path, headers }, server?.credential);
  } catch (error) {
    throw new Unavailable(messageOf(error));
  }
}
