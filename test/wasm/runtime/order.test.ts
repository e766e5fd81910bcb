import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compare, RegoObject, RegoSet } from '../../../src/value/value.ts';
import { anyString, anyValue } from './arbitrary.ts';
import { notation, testBoth } from './harness.ts';

testBoth('the order is that of TypeScript', runtime => {
  fc.assert(
    fc.property(anyValue, anyValue, (a, b) => {
      runtime.reset();
      const order = runtime.call(
        'rt_compare',
        runtime.value(notation(a)),
        runtime.value(notation(b)),
      );
      assert.equal(Math.sign(order), Math.sign(compare(a, b)));
    }),
    { numRuns: 400 },
  );
});

testBoth('strings are ordered by their bytes', runtime => {
  const property = fc.property(anyString, anyString, (a, b) => {
    runtime.reset();
    const order = runtime.call(
      'rt_compare',
      runtime.value(notation(a)),
      runtime.value(notation(b)),
    );
    assert.equal(Math.sign(order), Buffer.compare(Buffer.from(a), Buffer.from(b)));
  });
  fc.assert(property);
});

testBoth('objects and sets are scanned in order', runtime => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyValue, anyValue), { maxLength: 40 }), pairs => {
      runtime.reset();
      const object = RegoObject.of(pairs);
      const set = RegoSet.of(pairs.map(([key]) => key));
      const shuffled = runtime.value(`{${pairs.map(([key]) => notation(key)).join()}}`);
      const address = runtime.value(notation(object));
      assert.equal(runtime.call('rt_scan_size', address), object.size);
      object.entries().forEach(({ key, value }, index) => {
        assert.equal(runtime.toText(runtime.call('rt_scan_key', address, index)), notation(key));
        assert.equal(
          runtime.toText(runtime.call('rt_scan_value', address, index)),
          notation(value),
        );
      });
      if (pairs.length === 0) return;
      assert.equal(runtime.call('rt_scan_size', shuffled), set.size);
      set.members().forEach((member, index) => {
        assert.equal(
          runtime.toText(runtime.call('rt_scan_key', shuffled, index)),
          notation(member),
        );
        assert.equal(
          runtime.toText(runtime.call('rt_scan_value', shuffled, index)),
          notation(member),
        );
      });
    }),
  );
});

testBoth('arrays are scanned by index, scalars not at all', runtime => {
  const array = runtime.value('["a","b"]');
  assert.equal(runtime.call('rt_scan_size', array), 2);
  assert.equal(runtime.toText(runtime.call('rt_scan_key', array, 1)), '1');
  assert.equal(runtime.toText(runtime.call('rt_scan_value', array, 1)), '"b"');
  for (const scalar of ['null', 'true', '1', '1.5', '"ab"']) {
    assert.equal(runtime.call('rt_scan_size', runtime.value(scalar)), 0);
  }
});

testBoth('thousands of members are sorted', runtime => {
  const members = Array.from({ length: 5000 }, (_, index) => (index * 7919) % 5000);
  assert.equal(
    runtime.toText(runtime.value(`{${members.join()}}`)),
    `{${members.toSorted((a, b) => a - b).join()}}`,
  );
});
