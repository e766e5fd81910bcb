/*
 * Health and metrics over HTTP, for what watches a gateway: numbers and words of ours, nothing of any call.
 *
 *   GET /healthz   200 while calls can be decided and recorded, else 503 with the reason
 *   GET /metrics   Prometheus text
 */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf, TfError } from '../base/errors.ts';
import type { Metrics } from './metrics.ts';

export interface MetricsOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Metrics;
  /** Why no call can be let through; undefined while they can. */
  readonly trouble: () => string | undefined;
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

function json(status: number, body: object): Reply {
  return { status, type: 'application/json', body: `${JSON.stringify(body)}\n` };
}

async function answer(
  { metrics, trouble }: MetricsOptions,
  { method, url }: http.IncomingMessage,
): Promise<Reply> {
  if (method !== 'GET' && method !== 'HEAD') return json(405, { error: 'only GET' });
  if (url === '/metrics') {
    const { registry } = metrics;
    return { status: 200, type: registry.contentType, body: await registry.metrics() };
  }
  if (url !== '/healthz') return json(404, { error: `no ${url}; there are /healthz and /metrics` });
  const reason = trouble();
  return reason === undefined
    ? json(200, { status: 'ok' })
    : json(503, { status: 'unavailable', reason });
}

/** Serves until closed. @throws TfError `tf_proxy_listen` */
export async function serveMetrics(
  options: MetricsOptions,
): Promise<{ readonly address: string; close(): Promise<void> }> {
  const { host, port } = options;
  const server = http.createServer((request, response) => {
    void answer(options, request)
      .catch((error: unknown) => json(500, { error: messageOf(error) }))
      .then(({ status, type, body }) =>
        response.writeHead(status, { 'content-type': type }).end(body),
      );
  });
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw new TfError('tf_proxy_listen', `\`${host}:${port}\`: ${messageOf(cause)}`, { cause });
  }
  return {
    address: `${host}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
