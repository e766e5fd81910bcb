/** A gateway that runs already, as `tf run --gateway` finds it. */
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { messageOf, TfError } from '../base/errors.ts';
import { CERTIFICATE_FILE } from '../proxy/certificate-authority.ts';
import { ADMISSION_PATH } from '../proxy/proxy.ts';

interface RemoteGateway {
  readonly proxyUrl: string;
  /** PEM. */
  readonly certificate: string;
}

const PATIENCE_MS = 5_000;

function parsed(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address?.protocol !== 'http:' || address.username === '' || address.password === '')
    throw new TfError(
      'tf_usage',
      'the gateway must be given as http://AGENT:TOKEN@HOST:PORT (`tf agent add` makes the token)',
    );
  return address;
}

function certificateIn(place: string): string {
  const isFolder = existsSync(place) && statSync(place).isDirectory();
  const file = isFolder ? join(place, CERTIFICATE_FILE) : place;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const message = `the gateway's certificate can't be read: ${messageOf(cause)}; name it with --gateway-ca`;
    throw new TfError('tf_run_trust', message, { cause });
  }
}

/** The status with which the gateway answers these credentials. */
async function admission(address: URL): Promise<number> {
  const { hostname, port, username, password } = address;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const request = http.request({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 80 : Number(port),
    path: ADMISSION_PATH,
    headers: { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  request.end();
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.resume();
  return response.statusCode ?? 0;
}

/**
 * What a command that runs under it needs; whether the agent is let in is found out before the command starts.
 * @param place the gateway's certificate, or the folder of its authority
 * @throws TfError `tf_usage`, `tf_control_unreachable`, `tf_control_refused`, `tf_run_trust`
 */
export async function gatewayAt(url: string, place: string): Promise<RemoteGateway> {
  const address = parsed(url);
  const where = `${address.hostname}:${address.port}`;
  const status = await admission(address).catch((cause: unknown) => {
    const message = `no gateway answers on ${where}: ${messageOf(cause)}`;
    throw new TfError('tf_control_unreachable', message, { cause });
  });
  if (status === 407)
    throw new TfError(
      'tf_control_refused',
      `the gateway on ${where} does not know this agent or its token`,
    );
  if (status !== 200)
    throw new TfError(
      'tf_control_unreachable',
      `what answers on ${where} is no gateway (${status})`,
    );
  return { proxyUrl: address.href.replace(/\/$/, ''), certificate: certificateIn(place) };
}
