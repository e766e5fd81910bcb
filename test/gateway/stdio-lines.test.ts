import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type Line, readLines } from '../../src/gateway/stdio-lines.ts';

async function* chunksOf(parts: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* parts;
}

async function read(parts: readonly string[], maxBytes = 100): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of readLines(chunksOf(parts.map(part => Buffer.from(part))), maxBytes))
    lines.push(line);
  return lines;
}

const texts = async (parts: readonly string[]) =>
  (await read(parts)).map(line => (line.kind === 'line' ? line.bytes.toString() : line.kind));

test('lines end at line feeds, however they are cut; empty ones are none', async () => {
  assert.deepEqual(await texts(['{"a":1}\n{"b"', ':2}\r\n\n\r\n', '"c"']), [
    '{"a":1}',
    '{"b":2}',
    '"c"',
  ]);
  assert.deepEqual(await texts([]), []);
});

test('a line beyond the bound is told, and the next one is read', async () => {
  const lines = await read([`${'x'.repeat(50)}`, `${'x'.repeat(60)}\nok\n`]);
  assert.deepEqual(
    lines.map(({ kind }) => kind),
    ['too-long', 'line'],
  );
  const exact = await read([`${'x'.repeat(100)}\n`]);
  assert.equal(exact[0]!.kind, 'line');
});

test('cutting changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('a', '\n', 'bc', '\r\n', 'é')), async parts => {
      assert.deepEqual(await texts(parts), await texts([parts.join('')]));
    }),
  );
});
