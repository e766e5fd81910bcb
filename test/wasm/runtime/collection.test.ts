import assert from 'node:assert/strict';
import fc from 'fast-check';
import { equal, RegoObject, RegoSet, Undefined, type Value } from '../../../src/value/value.ts';
import { anyNumber, anyString, anyValue } from './arbitrary.ts';
import { notation, type Runtime, testBoth } from './harness.ts';

const key = fc.oneof(anyString, anyNumber, anyValue);

function put(runtime: Runtime, value: Value): number {
  return runtime.value(notation(value));
}

testBoth('equality is that of TypeScript', runtime => {
  fc.assert(
    fc.property(anyValue, anyValue, (a, b) => {
      runtime.reset();
      const same = runtime.call('rt_equal', put(runtime, a), put(runtime, b));
      assert.equal(same, Number(equal(a, b)));
      assert.equal(runtime.call('rt_equal', put(runtime, a), put(runtime, a)), 1);
    }),
  );
});

testBoth('an object holds what was put into it', runtime => {
  const entries = fc.array(fc.tuple(key, key), { maxLength: 40 });
  fc.assert(
    fc.property(entries, key, (pairs, missing) => {
      runtime.reset();
      const object = runtime.call('rt_object_new');
      for (const [k, v] of pairs) {
        runtime.call('rt_object_insert', object, put(runtime, k), put(runtime, v));
      }
      const reference = RegoObject.of(pairs);
      assert.equal(runtime.toText(object), notation(reference));
      for (const k of [missing, ...pairs.map(([each]) => each)]) {
        const expected = reference.get(k);
        const found = runtime.call('rt_dot', object, put(runtime, k));
        assert.equal(
          runtime.toText(found),
          expected === Undefined ? 'undefined' : notation(expected),
        );
      }
    }),
  );
});

testBoth('a set holds what was added to it', runtime => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 40 }), members => {
      runtime.reset();
      const set = runtime.call('rt_set_new');
      for (const member of members) runtime.call('rt_set_add', set, put(runtime, member));
      assert.equal(runtime.toText(set), notation(RegoSet.of(members)));
    }),
  );
});
