import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtinDeclarations } from '../../../src/ir/declarations.ts';
import {
  asLocal,
  bind,
  block,
  emit,
  emitBlocks,
  emitDot,
  emitEither,
  emitFlagged,
  emitInteger,
  emitReset,
  emitScan,
  emitUndefined,
  FALSE,
  type Frame,
  isBound,
  localOperand,
  newLocal,
  scoped,
  TRUE,
  until,
} from '../../../src/rego/planner/frame.ts';
import { newUnit } from '../../../src/rego/planner/unit.ts';
import { emptyNode } from '../../../src/rego/rule-tree.ts';

function frame(): Frame {
  const unit = newUnit(emptyNode([]), builtinDeclarations);
  const unused = () => assert.fail('this test plans no terms');
  return {
    unit,
    plan: { term: unused, ref: unused, call: unused, body: unused },
    world: unit.worlds.plain,
    mockValues: new Map(),
    vars: new Map(),
    stmts: [],
    nextLocal: 2,
    scans: 0,
    done: undefined,
    span: { source: { name: 'a.rego', text: 'x\n yz' }, start: 3, end: 4 },
  };
}

const kinds = (f: Frame) => f.stmts.map(stmt => stmt.kind);

test('statements carry the place that is being planned', () => {
  const f = frame();
  emit(f, { kind: 'NopStmt' });
  assert.deepEqual(f.stmts[0]?.location, { file: 0, row: 2, col: 2 });
  assert.deepEqual(f.unit.files.texts, ['a.rego']);
});

test('locals are new, and constants become locals where one is needed', () => {
  const f = frame();
  assert.notEqual(newLocal(f), newLocal(f));
  assert.equal(asLocal(f, localOperand(7)), 7);
  assert.equal(asLocal(f, TRUE), 4);
  assert.deepEqual(kinds(f), ['AssignVarStmt']);
});

test('bindings in a block and a scope are taken back', () => {
  const f = frame();
  block(f, () => bind(f, 'x', TRUE));
  scoped(f, () => bind(f, 'y', TRUE));
  bind(f, 'z', TRUE);
  assert.deepEqual(
    ['x', 'y', 'z', 'input'].map(name => isBound(f, name)),
    [false, false, true, true],
  );
});

test('an alternative leaves both blocks when it is defined', () => {
  const f = frame();
  emitEither(
    f,
    () => emitDot(f, TRUE, FALSE),
    () => emitUndefined(f),
  );
  const [outer] = f.stmts;
  assert.ok(outer?.kind === 'BlockStmt');
  const [inner, second] = outer.blocks[0]!.stmts;
  assert.ok(inner?.kind === 'BlockStmt');
  assert.deepEqual(inner.blocks[0]!.stmts.at(-1), { ...inner.blocks[0]!.stmts.at(-1), index: 1 });
  assert.equal(second?.kind, 'EqualStmt');
});

test('flags are reset in scans only', () => {
  const f = frame();
  emitFlagged(f, reached => reached());
  emitReset(f, 9);
  emitScan(f, localOperand(0), () => emitReset(f, 9));
  assert.deepEqual(kinds(f), ['BlockStmt', 'ScanStmt']);
  const scan = f.stmts[1];
  assert.ok(scan?.kind === 'ScanStmt');
  assert.deepEqual(
    scan.block.stmts.map(stmt => stmt.kind),
    ['ResetLocalStmt'],
  );
});

test('scans stop where the rest makes no difference', () => {
  const f = frame();
  until(f, 5, () => emitScan(f, localOperand(0), () => emitInteger(f, 1)));
  const [scan] = f.stmts;
  assert.ok(scan?.kind === 'ScanStmt');
  assert.deepEqual(
    scan.block.stmts.map(stmt => stmt.kind),
    ['IsUndefinedStmt', 'MakeNumberIntStmt'],
  );
  assert.equal(f.done, undefined);
});

test('blocks in turn are one statement', () => {
  const f = frame();
  emitBlocks(
    f,
    () => emitUndefined(f),
    () => emitUndefined(f),
  );
  assert.ok(f.stmts[0]?.kind === 'BlockStmt' && f.stmts[0].blocks.length === 2);
});
