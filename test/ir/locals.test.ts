import assert from 'node:assert/strict';
import test from 'node:test';
import { Locals } from '../../src/ir/locals.ts';
import { RegoObject, RegoSet, Undefined } from '../../src/value/value.ts';

test('a local is undefined until it is set, and null is a value', () => {
  const locals = new Locals();
  assert.equal(locals.get(7), Undefined);
  locals.set(7, null);
  assert.equal(locals.get(7), null);
  locals.set(7, Undefined);
  assert.equal(locals.get(7), Undefined);
});

test('a value that was read does not change when the local goes on growing', () => {
  const locals = new Locals();
  locals.set(2, []);
  locals.append(2, 'a');
  const before = locals.get(2);
  locals.append(2, 'b');
  assert.deepEqual(before, ['a']);
  assert.deepEqual(locals.get(2), ['a', 'b']);
});

test('a given value is not changed by what is added to the local', () => {
  const given = RegoObject.of([['a', 1]]);
  const locals = new Locals();
  locals.set(2, given);
  locals.insert(2, 'b', 2);
  assert.equal(given.size, 1);
  assert.equal((locals.get(2) as RegoObject).size, 2);
});

test('an object is looked into while it grows', () => {
  const locals = new Locals();
  locals.set(2, RegoObject.empty);
  locals.insert(2, 1, null);
  assert.equal(locals.lookup(2, 1), null);
  assert.equal(locals.lookup(2, 2), Undefined);
});

test('a set takes a member once', () => {
  const locals = new Locals();
  locals.set(2, RegoSet.empty);
  locals.add(2, 1);
  locals.add(2, 1);
  assert.deepEqual((locals.get(2) as RegoSet).members(), [1]);
});

test('what is no collection of the kind is left alone', () => {
  const locals = new Locals();
  locals.set(2, 'text');
  assert.equal(locals.append(2, 1), false);
  assert.equal(locals.add(2, 1), false);
  assert.equal(locals.insert(2, 'a', 1), false);
  assert.equal(locals.get(2), 'text');
  assert.equal(locals.lookup(2, 'a'), Undefined);
});
