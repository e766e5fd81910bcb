import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allBlocks, firstBlock } from '../../src/builtins/pem.ts';

const block = (type: string, body: string) =>
  `-----BEGIN ${type}-----\n${body}-----END ${type}-----\n`;

test('blocks in their order, with text between them', () => {
  const found = allBlocks(`note\n${block('A', 'YWI=\n')}and\n${block('B C', 'Y\r\nQ==\n')}`);
  assert.deepEqual(
    found.map(({ type, bytes }) => [type, bytes.toString()]),
    [
      ['A', 'ab'],
      ['B C', 'a'],
    ],
  );
});

test('what follows a block is told', () => {
  assert.equal(firstBlock(`${block('A', 'YQ==\n')}EXTRA`)?.rest, 'EXTRA');
});

test('headers before the body are left out', () => {
  const text = block('A', 'Proc-Type: 4,ENCRYPTED\nDEK-Info: x\n\nYQ==\n');
  assert.equal(firstBlock(text)?.block.bytes.toString(), 'a');
});

test('no block: other text, other end, a body that is no base64', () => {
  assert.equal(firstBlock('YQ=='), undefined);
  assert.equal(firstBlock('-----BEGIN A-----\nYQ==\n-----END B-----\n'), undefined);
  assert.equal(firstBlock(block('A', '?\n')), undefined);
});
