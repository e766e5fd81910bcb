import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tree from '../../src/builtins/graphql-tree.ts';
import type { RegoObject } from '../../src/value/value.ts';
import { constant } from '../support/builtin-table.ts';

const object = (text: string) => constant(text) as RegoObject;

test('absent and misshapen fields read as empty', () => {
  const node = object('{"Name": 1, "Fields": "x", "Items": [{"Name": "a"}, 2], "Type": null}');
  assert.equal(tree.text(node, 'Name'), '');
  assert.deepEqual(tree.list(node, 'Fields'), []);
  assert.deepEqual(tree.list(node, 'Nope'), []);
  assert.equal(tree.list(node, 'Items').length, 1);
  assert.equal(tree.values(node, 'Items').length, 2);
  assert.equal(tree.child(node, 'Type').size, 0);
  assert.equal(tree.isTrue(node, 'NonNull'), false);
});

test('types as they are written', () => {
  const type = object('{"Elem": {"NamedType": "T", "NonNull": true}, "NonNull": false}');
  assert.equal(tree.typeText(type), '[T!]');
  assert.equal(tree.baseName(type), 'T');
});

test('names', () => {
  const items = [object('{"Name": "a", "n": 1}'), object('{"Name": "b"}'), object('{"Name": "a"}')];
  assert.deepEqual(tree.namesOf(items), ['a', 'b', 'a']);
  assert.equal(tree.duplicate(tree.namesOf(items)), 'a');
  assert.equal(tree.duplicate(['a']), undefined);
  assert.equal(tree.named(items, 'a'), items[0]);
  assert.deepEqual(tree.byName(items).get('a'), [items[0], items[2]]);
});
