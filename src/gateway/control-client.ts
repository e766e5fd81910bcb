import http from 'node:http';
import { TfError } from '../base/errors.ts';

/** How long a gateway may take to answer before it counts as gone. */
const TIMEOUT_MS = 10_000;

function send(
  socketPath: string,
  method: string,
  path: string,
  body: string | undefined,
  key: string | undefined,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const options = { socketPath, method, path, headers, timeout: TIMEOUT_MS };
    const request = http.request(options, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
    request.end(body);
  });
}

/**
 * One call of a running gateway's control API.
 * @param key an operator's, for what only operators may do
 * @throws TfError `tf_control_unreachable` when nobody answers, `tf_control_refused` with the gateway's words
 */
export async function callControl(
  socketPath: string,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  key?: string,
): Promise<unknown> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const answer = await send(socketPath, method, path, text, key).catch((cause: Error) => {
    throw new TfError(
      'tf_control_unreachable',
      `no gateway answers on \`${socketPath}\`: ${cause.message}`,
      { cause },
    );
  });
  const value = JSON.parse(answer.text) as { error?: string };
  if (answer.status >= 400)
    throw new TfError('tf_control_refused', value.error ?? `status ${answer.status}`);
  return value;
}
