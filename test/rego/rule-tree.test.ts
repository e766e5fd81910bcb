import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printTerm } from '../../src/rego/print-term.ts';
import { definitionsOf, pathText } from '../../src/rego/rule-definition.ts';
import {
  absorb,
  emptyNode,
  findNode,
  nodeAt,
  ruleNodes,
  ruleTree,
} from '../../src/rego/rule-tree.ts';
import { modulesOf } from '../support/rego-compile.ts';

function tree(...sources: readonly string[]) {
  const modules = modulesOf(sources);
  const root = ruleTree(
    modules.flatMap(definitionsOf),
    modules.map(module => module.package.path),
  );
  absorb(root);
  return root;
}

function shown(...sources: readonly string[]): readonly string[] {
  return [...ruleNodes(tree(...sources))].map(node => {
    const keys = node.rules.map(rule => rule.clauses[0]!.keys.map(printTerm).join('.'));
    return `${pathText(node.path)}: ${keys.join(', ')}`;
  });
}

test('rules of one path are of one node, whatever module they stand in', () => {
  assert.deepEqual(shown('package a.b\nc := 1', 'package a\nb.c := 1\nd := 1'), [
    'data.a.b.c: , ',
    'data.a.d: ',
  ]);
});

test('rules below a node with run-time keys become a part of it', () => {
  assert.deepEqual(shown('p[x].r := 1 if x := 1\np.a.b := 1\np.c := 2\nq := 1'), [
    'data.test.p: x."r", "a"."b", "c"',
    'data.test.q: ',
  ]);
});

test('packages have nodes also without rules', () => {
  const root = tree('package a.b');
  assert.ok(findNode(root, ['a', 'b']));
  assert.equal(findNode(root, ['a', 'c']), undefined);
  assert.deepEqual([...ruleNodes(root)], []);
});

test('nodes are made on the way', () => {
  const root = emptyNode([]);
  const node = nodeAt(root, ['a', 'b']);
  assert.deepEqual(node.path, ['a', 'b']);
  assert.equal(nodeAt(root, ['a', 'b']), node);
});
