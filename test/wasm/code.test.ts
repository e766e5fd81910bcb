import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Code } from '../../src/wasm/code.ts';
import { run } from './tiny-module.ts';

test('locals and arithmetic', () => {
  assert.equal(
    run(
      [40],
      code => code.get(0).i32(2).op('i32Add').tee(1).get(1).op('i32Eq').get(1).op('i32Add'),
      1,
    ),
    43,
  );
});

test('a branch finds its label through the blocks opened in between', () => {
  const result = run([7], code => {
    const outer = code.block();
    code.block();
    code.get(0).i32(7).op('i32Eq').brIf(outer).i32(1).op('return').end().end();
    code.i32(2);
  });
  assert.equal(result, 2);
});

test('a loop is left by a branch to the block around it', () => {
  const sum = run(
    [10],
    code => {
      const exit = code.block();
      const next = code.loop();
      code.get(0).op('i32Eqz').brIf(exit);
      code.get(1).get(0).op('i32Add').set(1).get(0).i32(1).op('i32Sub').set(0).br(next);
      code.end().end().get(1);
    },
    1,
  );
  assert.equal(sum, 55);
});

test('if and else', () => {
  const sign = (value: number) =>
    run([value], code => {
      code.get(0).i32(100).op('i32GtU').if();
      code.i32(1).op('return').else().i32(0).op('return').end().op('unreachable');
    });
  assert.deepEqual([sign(101), sign(100)], [1, 0]);
});

test('a block with a result', () => {
  const result = run([], code => {
    const block = code.block('i32');
    code.i32(5).br(block).end();
  });
  assert.equal(result, 5);
});

test('brTable goes to the label of the number, and beyond the last to the other', () => {
  const pick = (value: number) =>
    run([value], code => {
      const other = code.block();
      const second = code.block();
      const first = code.block();
      code.get(0).brTable([first, second], other).end();
      code.i32(10).op('return').end();
      code.i32(20).op('return').end();
      code.i32(30);
    });
  assert.deepEqual([0, 1, 2, -1].map(pick), [10, 20, 30, 30]);
});

test('64-bit numbers', () => {
  assert.equal(
    run([-1], code => code.i64(1n).get(0).op('i64ExtendI32U').op('i64LtS')),
    1,
  );
  assert.equal(
    run([], code => code.i64(1n).i64(2n).op('i64Sub').i64(0n).op('i64LtS')),
    1,
  );
});

test('a body with an open block is refused', () => {
  const code = new Code();
  code.block();
  assert.throws(() => code.finish(), /1 blocks are still open/);
});
