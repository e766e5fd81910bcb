import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Code } from '../../src/wasm/code.ts';
import { EXTERNAL, TYPE } from '../../src/wasm/format.ts';
import { firstNew, functionExport } from '../../src/wasm/linker.ts';
import { readModule } from '../../src/wasm/module-reader.ts';
import { type Global, WebAssembly } from '../../src/wasm/web-assembly.ts';
import { EMPTY, instantiate, linked, wordFunction } from './tiny-module.ts';

type Word = (...args: readonly number[]) => number;

/** A module with one function, one global and one export each to keep and to drop. */
const BASE = readModule(
  linked(EMPTY, {
    functions: [wordFunction('double', 1, code => code.get(0).get(0).op('i32Add'))],
    globals: [{ mutable: true, value: 7 }],
    exports: [functionExport('kept', 0), functionExport('dropped', 0)],
  }),
);

test('new functions call old ones, whose indexes stay', () => {
  const first = firstNew(BASE);
  const bytes = linked(BASE, {
    functions: [
      wordFunction('quadruple', 1, code => code.get(0).call(0).call(0)),
      wordFunction('octuple', 1, code => code.get(0).call(0).call(first.function)),
    ],
    exports: [functionExport('octuple', first.function + 1)],
    keepsExport: name => name === 'kept',
  });
  const exports = instantiate(bytes);
  assert.deepEqual(Object.keys(exports), ['kept', 'octuple']);
  assert.equal((exports['octuple'] as Word)(3), 24);
  assert.equal((exports['kept'] as Word)(3), 6);
});

test('new globals follow the old ones', () => {
  const first = firstNew(BASE);
  assert.equal(first.global, 1);
  const exports = instantiate(
    linked(BASE, {
      functions: [wordFunction('sum', 0, code => code.globalGet(0).globalGet(1).op('i32Add'))],
      globals: [
        { mutable: true, value: -2 },
        { mutable: true, value: 2n ** 63n - 1n },
      ],
      exports: [
        functionExport('sum', first.function),
        { name: 'long', kind: EXTERNAL.global, index: 2 },
      ],
    }),
  );
  assert.equal((exports['sum'] as Word)(), 5);
  assert.equal((exports['long'] as Global).value, 2n ** 63n - 1n);
});

test('the start function runs', () => {
  const start = new Code().i32(42).globalSet(0).finish();
  const exports = instantiate(
    linked(BASE, {
      functions: [
        { name: 'start', signature: { params: [], results: [] }, locals: 0, code: start },
      ],
      exports: [{ name: 'global', kind: EXTERNAL.global, index: 0 }],
      start: 1,
    }),
  );
  assert.equal((exports['global'] as Global).value, 42);
});

test('an old start function stays if there is no new one', () => {
  const start = new Code().i32(42).globalSet(0).finish();
  const module = readModule(
    linked(BASE, {
      functions: [
        { name: 'start', signature: { params: [], results: [] }, locals: 0, code: start },
      ],
      exports: [{ name: 'global', kind: EXTERNAL.global, index: 0 }],
      start: 1,
    }),
  );
  assert.equal(module.start, 1);
  assert.equal((instantiate(linked(module, {}))['global'] as Global).value, 42);
});

test('each distinct signature becomes one type', () => {
  const long = { params: [TYPE.i64], results: [TYPE.i32] };
  const module = readModule(
    linked(BASE, {
      functions: [
        wordFunction('a', 2, code => code.get(0)),
        wordFunction('b', 2, code => code.get(1)),
        { name: 'c', signature: long, locals: 0, code: new Code().i32(0).finish() },
      ],
    }),
  );
  assert.equal(module.signatures.length, 3);
  assert.deepEqual(module.functionTypes[3], long);
});

test('passive data is copied when code asks for it', () => {
  const withMemory = readModule(
    new Uint8Array([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...[2, 15, 1, 3, 0x65, 0x6e, 0x76, 6, ...Buffer.from('memory'), 2, 0, 1],
    ]),
  );
  const memory = new WebAssembly.Memory({ initial: 1 });
  const exports = instantiate(
    linked(withMemory, {
      functions: [
        wordFunction('load', 1, code => {
          code.i32(16).i32(0).i32(4).memoryInit(0).dataDrop(0).get(0).load(0);
        }),
      ],
      exports: [functionExport('load', 0)],
      segments: [new Uint8Array([1, 2, 3, 4])],
    }),
    { memory },
  );
  assert.equal((exports['load'] as Word)(16), 0x04030201);
});

test('new functions have their names in stack traces', () => {
  const functions = [wordFunction('data.app.allow', 0, code => code.op('unreachable'))];
  const exports = instantiate(linked(EMPTY, { functions, exports: [functionExport('f', 0)] }));
  assert.throws(exports['f'] as Word, (error: Error) => /data\.app\.allow/.test(error.stack ?? ''));
});
