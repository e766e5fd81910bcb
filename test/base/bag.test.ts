import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { Bag } from '../../src/base/bag.ts';

test('members are there until they are taken out, in whatever order', () => {
  const steps = fc.array(fc.record({ adds: fc.boolean(), at: fc.nat(1000) }), { maxLength: 60 });
  fc.assert(
    fc.property(steps, taken => {
      const bag = new Bag<number>();
      const model = new Map<number, () => void>();
      taken.forEach(({ adds, at }, index) => {
        if (adds || model.size === 0) model.set(index, bag.add(index));
        else {
          const [member, remove] = [...model][at % model.size]!;
          remove();
          model.delete(member);
        }
        assert.deepEqual(
          bag.members().sort((a, b) => a - b),
          [...model.keys()],
        );
      });
    }),
  );
});

test('taking a member out twice takes no other', () => {
  const bag = new Bag<string>();
  const remove = bag.add('a');
  remove();
  bag.add('b');
  remove();
  assert.deepEqual(bag.members(), ['b']);
});

test('equal members are told apart', () => {
  const bag = new Bag<string>();
  bag.add('a');
  bag.add('a')();
  assert.deepEqual(bag.members(), ['a']);
});
