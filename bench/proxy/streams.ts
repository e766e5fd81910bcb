/*
 * What long lists and long-lived calls cost: how much later the first byte of a stream comes, how much memory a
 * thousand open or held calls take, how long a list of two thousand tools is filtered. One gateway, one upstream, each a
 * process of its own; the client is this process.
 */
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Figure } from '../figure.ts';
import { quantile } from '../quantile.ts';
import { type Peer, startPeer } from './peer.ts';
import { HOST, LISTED_TOOLS, type ProxyPlace, STREAM_PATH, type UpstreamPlace } from './traffic.ts';

const OPEN_CALLS = 1000;
const FIRST_BYTES = 200;
const LISTS = 60;
const WARM_UP = 20;

interface Way {
  readonly upstreamPort: number;
  readonly proxy?: ProxyPlace;
  readonly agent: Agent;
}

function optionsOf({ upstreamPort, proxy, agent }: Way) {
  const authority = `${HOST}:${upstreamPort}`;
  const headers = {
    host: authority,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2025-11-25',
  };
  if (proxy === undefined)
    return { host: HOST, port: upstreamPort, path: STREAM_PATH, headers, agent };
  const basic = Buffer.from(proxy.credentials ?? '').toString('base64');
  return {
    host: HOST,
    port: proxy.port,
    path: `http://${authority}${STREAM_PATH}`,
    headers: { ...headers, 'proxy-authorization': `Basic ${basic}` },
    agent,
  };
}

/** Sends a message and resolves with the response once its first byte is there. */
async function send(
  way: Way,
  method: string,
  params: object,
  id: number,
): Promise<IncomingMessage> {
  const sent = request({ method: 'POST', ...optionsOf(way) });
  sent.end(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`HTTP ${response.statusCode}`);
  return response;
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
}

let lastId = 0;

async function firstByte(way: Way): Promise<number> {
  const start = performance.now();
  const params = { name: 'stream_short', arguments: {} };
  const response = await send(way, 'tools/call', params, lastId++);
  await once(response, 'data');
  const ms = performance.now() - start;
  await bodyOf(response);
  return ms;
}

async function firstByteFigure(direct: Way, governed: Way): Promise<Figure> {
  const times: Record<'direct' | 'governed', number[]> = { direct: [], governed: [] };
  for (let round = 0; round < FIRST_BYTES + WARM_UP; round++) {
    const [one, other] = [await firstByte(direct), await firstByte(governed)];
    if (round < WARM_UP) continue;
    times.direct.push(one);
    times.governed.push(other);
  }
  return {
    budget: 'stream-first-byte-ms',
    label: 'the first byte of an event stream comes later by',
    value: quantile(times.governed, 0.5) - quantile(times.direct, 0.5),
    unit: 'ms',
  };
}

async function listFigure(direct: Way, governed: Way, gateway: Peer): Promise<Figure> {
  const list = async (way: Way): Promise<number> => {
    const text = await bodyOf(await send(way, 'tools/list', {}, lastId++));
    return (JSON.parse(text) as { result: { tools: unknown[] } }).result.tools.length;
  };
  const all = await list(direct);
  for (let round = 0; round < WARM_UP; round++) await list(governed);
  const shown = await list(governed);
  if (shown === 0 || shown >= all) throw new Error(`${shown} of ${all} tools are shown`);
  const times: number[] = [];
  for (let round = 0; round < LISTS; round++) {
    const before = await gateway.cpuMicros();
    await list(governed);
    times.push(((await gateway.cpuMicros()) - before) / 1000);
  }
  return {
    budget: 'list-2000-tools-ms',
    label: `a list of ${LISTED_TOOLS} tools, ${all - shown} of them hidden: processor time of the gateway`,
    value: quantile(times, 0.5),
    unit: 'ms',
  };
}

/** Opens calls of a tool that do not end, and gives the gateway's memory while they are open. */
async function openFigure(
  governed: Way,
  gateway: Peer,
  tool: string,
  what: string,
): Promise<Figure> {
  const responses = await Promise.all(
    Array.from({ length: OPEN_CALLS }, (_, n) =>
      send(governed, 'tools/call', { name: tool, arguments: { n } }, lastId++),
    ),
  );
  await Promise.all(responses.map(response => once(response, 'data')));
  const value = (await gateway.memoryBytes()) / 2 ** 20;
  for (const response of responses) response.destroy();
  return {
    budget: `open-${tool}-mb`,
    label: `${OPEN_CALLS} ${what}: memory of the gateway`,
    value,
    unit: 'MB',
  };
}

/** All of them, one after the other. */
export async function streamFigures(say: (text: string) => void): Promise<Figure[]> {
  const upstream = startPeer(new URL('./upstream.js', import.meta.url));
  const gateway = startPeer(new URL('./gateway.js', import.meta.url));
  const agent = new Agent({ keepAlive: true, maxSockets: OPEN_CALLS });
  try {
    const place = (await upstream.ask('start')) as UpstreamPlace;
    const proxy = (await gateway.ask('start', place)) as ProxyPlace;
    const direct: Way = { upstreamPort: place.ports.http, agent };
    const governed: Way = { ...direct, proxy };
    say('streams: first bytes');
    const first = await firstByteFigure(direct, governed);
    say('streams: lists');
    const list = await listFigure(direct, governed, gateway);
    say('streams: open calls');
    const streaming = await openFigure(governed, gateway, 'stream_long', 'calls that stream');
    const held = await openFigure(governed, gateway, 'hold_long', 'calls that wait for a person');
    return [first, list, streaming, held];
  } finally {
    agent.destroy();
    await Promise.all([upstream.stop(), gateway.stop()]);
  }
}
