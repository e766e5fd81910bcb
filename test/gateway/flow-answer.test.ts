import assert from 'node:assert/strict';
import test from 'node:test';
import { FlowAnswer } from '../../src/gateway/flow-answer.ts';
import type { Chunk, Exchange, ResponseStream } from '../../src/proxy/exchange.ts';

/** An exchange that notes what it is answered with. */
function noting(accept: string | undefined) {
  const written: string[] = [];
  const stream: ResponseStream = {
    write: (chunk: Chunk) => written.push(String(chunk)) > 0,
    drained: async () => {},
    end: (chunk?: Chunk) => void written.push(`${String(chunk ?? '')}<end>`),
  };
  const exchange = {
    request: { headers: accept === undefined ? [] : ['Accept', accept] },
    closed: false,
    respond: (status: number, headers: readonly string[], body: Chunk) =>
      void written.push(`${status} ${headers[1] ?? ''} ${String(body)}`),
    stream: (status: number, headers: readonly string[]) => {
      written.push(`${status} ${headers[1]}`);
      return stream;
    },
  };
  return { exchange: exchange as unknown as Exchange, written };
}

const message = { jsonrpc: '2.0' };
const cases: readonly [accept: string | undefined, status: number, wanted: string][] = [
  [undefined, 200, '200 application/json {"jsonrpc":"2.0"}'],
  ['application/json, text/event-stream', 200, '200 application/json {"jsonrpc":"2.0"}'],
  ['*/*', 200, '200 application/json {"jsonrpc":"2.0"}'],
  ['text/event-stream', 200, '200 text/event-stream event: message\ndata: {"jsonrpc":"2.0"}\n\n'],
  ['text/event-stream', 400, '400 application/json {"jsonrpc":"2.0"}'],
];

for (const [accept, status, wanted] of cases) {
  test(`answers ${status} for Accept: ${accept ?? '(none)'}`, () => {
    const { exchange, written } = noting(accept);
    new FlowAnswer(exchange).json(status, message);
    assert.deepEqual(written, [wanted]);
  });
}

test('once a stream is open, everything goes into it', () => {
  const { exchange, written } = noting('application/json, text/event-stream');
  const answer = new FlowAnswer(exchange);
  assert.equal(answer.canStream, true);
  answer.openStream();
  answer.keepAlive('still here', message);
  answer.json(200, message);
  assert.deepEqual(written, [
    '200 text/event-stream',
    ': still here\n\nevent: message\ndata: {"jsonrpc":"2.0"}\n\n',
    'event: message\ndata: {"jsonrpc":"2.0"}\n\n<end>',
  ]);
});
