import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { EXTERNAL, SECTION, wordSignature } from '../../src/wasm/format.ts';
import { readModule } from '../../src/wasm/module-reader.ts';
import { EMPTY, linked, wordFunction } from './tiny-module.ts';

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

test('reads back what the linker wrote', () => {
  const module = readModule(
    linked(EMPTY, {
      functions: [
        wordFunction('one', 0, code => code.i32(1)),
        wordFunction('second', 2, code => code.get(1)),
      ],
      globals: [{ mutable: true, value: -5n }],
      exports: [
        { name: 'second', kind: EXTERNAL.function, index: 1 },
        { name: 'fuel', kind: EXTERNAL.global, index: 0 },
      ],
      segments: [new Uint8Array([1, 2, 3])],
    }),
  );
  assert.deepEqual(module.functionTypes, [wordSignature(0), wordSignature(2)]);
  assert.deepEqual(
    module.exports.map(({ name, index }) => `${name} ${index}`),
    ['second 1', 'fuel 0'],
  );
  assert.equal(module.globalCount, 1);
  assert.equal(module.sections.get(SECTION.data)?.count, 1);
  assert.equal(module.dataEnd, 0);
  assert.equal(module.start, undefined);
});

test('reads the prebuilt runtime', () => {
  for (const file of ['runtime.wasm', 'runtime.scalar.wasm']) {
    const url = new URL(`../../src/wasm/${file}`, import.meta.url);
    const module = readModule(readFileSync(url));
    const names = module.exports.map(({ name }) => name);
    for (const name of ['memory', 'opa_malloc', 'rt_dot', 'tf_fuel'])
      assert.ok(names.includes(name));
    assert.ok(module.functionTypes.length > module.sections.get(SECTION.function)!.count);
    assert.ok(module.dataEnd > 65536 && module.dataEnd <= 131072);
  }
});

test('an import of every kind is skipped over', () => {
  const imports = [
    [1, 0x61, 1, 0x62, EXTERNAL.function, 0],
    [1, 0x61, 1, 0x63, EXTERNAL.table, 0x70, 1, 1, 2],
    [1, 0x61, 1, 0x64, EXTERNAL.memory, 0, 5],
    [1, 0x61, 1, 0x65, EXTERNAL.global, 0x7f, 0],
  ].flat();
  const module = readModule(
    new Uint8Array([
      ...HEADER,
      ...[SECTION.type, 4, 1, 0x60, 0, 0],
      ...[SECTION.import, imports.length + 1, 4, ...imports],
    ]),
  );
  assert.deepEqual(module.functionTypes, [{ params: [], results: [] }]);
  assert.equal(module.globalCount, 1);
});

const MALFORMED: readonly (readonly [string, readonly number[], RegExp])[] = [
  ['no module', [0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0], /not a WebAssembly module/],
  ['a section longer than the file', [...HEADER, SECTION.type, 9, 1], /ends too early/],
  ['a type that is no function', [...HEADER, SECTION.type, 2, 1, 0x5f], /only function types/],
  ['an endless integer', [...HEADER, SECTION.type, 0xff, 0xff, 0xff, 0xff, 0xff], /too long/],
  [
    'a data segment at a computed address',
    [...HEADER, SECTION.data, 4, 1, 0, 0x23, 0],
    /not understood/,
  ],
];

for (const [name, bytes, message] of MALFORMED) {
  test(`refuses ${name}`, () => {
    assert.throws(() => readModule(new Uint8Array(bytes)), message);
  });
}
