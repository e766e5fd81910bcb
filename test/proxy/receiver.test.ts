import assert from 'node:assert/strict';
import { request } from 'node:http';
import { type TestContext, test } from 'node:test';
import { Answer } from '../../src/proxy/answer.ts';
import { collect, type Flow, passOn, transformed } from '../../src/proxy/receiver.ts';
import { httpServer, text } from './rig.ts';

/** A response a real client waits for, and what that client gets. */
async function answering(t: TestContext, use: (answer: Answer) => void): Promise<string> {
  const { port } = await httpServer(t, (_, response) => {
    const answer = new Answer(response);
    answer.begin(200, []);
    use(answer);
  });
  return new Promise((resolve, reject) => {
    const asking = request({ port, host: '127.0.0.1', agent: false }, response => {
      text(response).then(resolve, reject);
    });
    asking.on('error', reject).end();
  });
}

/** An upstream's flow that notes what it is told. */
function recordedFlow(): Flow & { readonly told: string[] } {
  const told: string[] = [];
  return { told, pause: () => void told.push('pause'), resume: () => void told.push('resume') };
}

test('a body in one piece ends the answer with it', async t => {
  const body = await answering(t, answer => {
    const receiver = passOn(answer, 5, { upstreamPauses: 0 });
    receiver.data(Buffer.from('hello'), recordedFlow());
    receiver.end();
  });
  assert.equal(body, 'hello');
});

test('the upstream is paused until a slow reader has caught up', async t => {
  const counter = { upstreamPauses: 0 };
  const flow = recordedFlow();
  const big = Buffer.alloc(1_000_000, 'x');
  const body = await answering(t, answer => {
    const receiver = passOn(answer, undefined, counter);
    receiver.data(big, flow);
    assert.deepEqual(flow.told, ['pause']);
    answer.onDrain(() => receiver.end());
  });
  assert.equal(body.length, big.length);
  assert.deepEqual(flow.told, ['pause', 'resume']);
  assert.equal(counter.upstreamPauses, 1);
});

test('calls of a transform that answers later never overlap', async t => {
  const flow = recordedFlow();
  const body = await answering(t, answer => {
    const transform = { write: async (chunk: Buffer) => `<${chunk}>`, end: async () => '.' };
    const fail = (thrown: unknown): void => assert.fail(String(thrown));
    const receiver = transformed(answer, transform, { upstreamPauses: 0 }, () => {}, fail);
    const resume = (): void => {
      flow.resume();
      receiver.end();
    };
    receiver.data(Buffer.from('a'), { pause: flow.pause, resume });
  });
  assert.equal(body, '<a>.');
  assert.deepEqual(flow.told, ['pause', 'resume']);
});

test('a body over its limit is dropped and told of', () => {
  let overflows = 0;
  const collected = collect(4, () => {
    overflows += 1;
  });
  for (const part of ['ab', 'cd', 'e']) collected.data(Buffer.from(part), recordedFlow());
  assert.equal(overflows, 1);
  assert.equal(String(collected.body()), 'abcd');
});
