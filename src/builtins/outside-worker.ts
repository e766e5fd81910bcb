/** The thread that does what builtins ask of the network; see waiting-worker.ts. */
import { lookup } from 'node:dns/promises';
import { parentPort } from 'node:worker_threads';
import { Agent, interceptors, request } from 'undici';
import type { OutsideAnswer, OutsideCall, OutsideTask } from './waiting-worker.ts';

/** More of a response is not read. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

async function limitedText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES)
      throw new Error(`the response is larger than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function send(task: Extract<OutsideTask, { kind: 'request' }>): Promise<OutsideAnswer> {
  const { method, url, headers, body, redirects, timeoutMs } = task;
  const dispatcher = new Agent().compose(interceptors.redirect({ maxRedirections: redirects }));
  const response = await request(url, {
    method,
    headers,
    body: body ?? null,
    dispatcher,
    signal: AbortSignal.timeout(timeoutMs),
  });
  const fields = Object.entries(response.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map(one => [name, one] as const),
  );
  return {
    kind: 'response',
    status: response.statusCode,
    statusText: response.statusText,
    headers: fields,
    body: await limitedText(response.body),
  };
}

async function run(task: OutsideTask): Promise<OutsideAnswer> {
  try {
    if (task.kind === 'request') return await send(task);
    const found = await lookup(task.name, { all: true });
    return { kind: 'addresses', addresses: found.map(({ address }) => address) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

parentPort!.on('message', async ({ task, port, signal }: OutsideCall) => {
  port.postMessage(await run(task));
  const words = new Int32Array(signal);
  Atomics.store(words, 0, 1);
  Atomics.notify(words, 0);
  port.close();
});
