import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseValue } from '../../src/value/json.ts';
import { identity, RegoObject, RegoSet, Undefined, type Value } from '../../src/value/value.ts';
import { compileToWasm } from '../../src/wasm/compile.ts';
import { createInstance } from '../../src/wasm/instance.ts';
import { regoText } from '../../src/wasm/slot-writer.ts';
import { WebAssembly } from '../../src/wasm/web-assembly.ts';
import { policyOf } from '../support/plans.ts';
import { value } from './values.ts';

const { writer, reader, exports } = createInstance(
  new WebAssembly.Module(compileToWasm(policyOf({}))),
  256,
  () => Undefined,
);

test('what is written is what is read', () => {
  fc.assert(
    fc.property(value, written => {
      exports.tf_input_buffer(0);
      const read = reader.read(writer.write(written));
      assert.notEqual(read, Undefined);
      assert.equal(identity(read as Value), identity(written));
    }),
  );
});

test('undefined is address 0', () => {
  assert.equal(writer.write(Undefined), 0);
  assert.equal(reader.read(0), Undefined);
});

test('a value beyond the depth the runtime reads is an error', () => {
  const deep = Array.from({ length: 200 }).reduce<Value>(inner => [inner], null);
  assert.throws(() => writer.write(deep), /could not be put/);
});

const TEXTS: readonly (readonly [Value, string])[] = [
  [RegoSet.empty, 'set()'],
  [RegoSet.of([2, 1]), '{1,2}'],
  [RegoObject.empty, '{}'],
  [RegoObject.of([[RegoSet.of(['a']), [null]]]), '{{"a"}:[null]}'],
  [parseValue('{"b": 1.50, "a": "\\n"}'), '{"a":"\\n","b":1.50}'],
];

for (const [written, text] of TEXTS) {
  test(`Rego's notation of ${text}`, () => assert.equal(regoText(written), text));
}
