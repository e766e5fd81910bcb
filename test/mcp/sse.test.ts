import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type SseEvent, SseReader, withData } from '../../src/mcp/sse.ts';

function readAll(chunks: readonly Uint8Array[]): SseEvent[] {
  const reader = new SseReader();
  return chunks.flatMap(chunk => reader.push(chunk));
}

const cases: readonly [name: string, text: string, data: readonly (string | undefined)[]][] = [
  ['one event', 'data: a\n\n', ['a']],
  ['event, id and data', 'event: message\nid: 7\ndata: {"a":1}\n\n', ['{"a":1}']],
  ['several data lines', 'data: a\ndata: b\n\n', ['a\nb']],
  ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n', ['a', 'b']],
  ['CR', 'data: a\r\rdata: b\r\r', ['a', 'b']],
  ['no space after the colon', 'data:a\n\n', ['a']],
  ['a comment', ': keep-alive\n\n', [undefined]],
  ['a priming event', 'id: 1\ndata:\n\n', ['']],
  ['data without a colon', 'data\n\n', ['']],
  ['a field that only looks like data', 'database: x\n\n', [undefined]],
  ['an unfinished event', 'data: a', []],
];

for (const [name, text, data] of cases) {
  test(`sse: ${name}`, () => {
    assert.deepEqual(
      readAll([Buffer.from(text)]).map(event => event.data),
      data,
    );
  });
}

test('sse: chunk borders do not matter, and the text comes back as it stood', () => {
  const stream = 'event: message\r\nid: 1\r\ndata: {"é":"漢"}\r\n\r\n: c\n\ndata: x\ndata: y\n\n';
  const bytes = Buffer.from(stream);
  const whole = readAll([bytes]).map(event => event.data);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 8 }), cuts => {
      const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index]!, end));
      assert.deepEqual(
        readAll(chunks).map(event => event.data),
        whole,
      );
    }),
  );
  assert.equal(
    readAll([bytes])
      .map(event => event.text)
      .join(''),
    stream,
  );
});

test('sse: other lines survive a change of data', () => {
  const [event] = readAll([Buffer.from('event: message\nid: 9\ndata: {\ndata: }\n\n')]);
  assert.equal(withData(event!, '{"a":1}'), 'event: message\nid: 9\ndata: {"a":1}\n\n');
});

test('sse: invalid UTF-8 is an error', () => {
  assert.throws(() => new SseReader().push(Buffer.from([0x64, 0xff, 0x0a])), /invalid UTF-8/);
});

test('sse: the last event line names the type', () => {
  const types = readAll([Buffer.from('data: a\n\nevent: x\nevent: endpoint\ndata: b\n\n')]);
  assert.deepEqual(
    types.map(event => event.type),
    ['message', 'endpoint'],
  );
});
