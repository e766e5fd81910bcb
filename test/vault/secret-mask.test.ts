import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { SECRET_MASK, secretMask } from '../../src/vault/secret-mask.ts';

const SECRET = 'tok/"en+1234';
const mask = secretMask([SECRET]);

const SPELLED: Readonly<Record<string, string>> = {
  plain: SECRET,
  'in a query': encodeURIComponent(SECRET),
  'in JSON': JSON.stringify(SECRET).slice(1, -1),
  'in JSON with escaped slashes': JSON.stringify(SECRET).slice(1, -1).replaceAll('/', '\\/'),
  'in base64': Buffer.from(SECRET).toString('base64'),
};

for (const [what, text] of Object.entries(SPELLED))
  test(`a secret is masked ${what}`, () => {
    assert.equal(mask.text(`<${text}>${text}`), `<${SECRET_MASK}>${SECRET_MASK}`);
    assert.equal(mask.bytes(Buffer.from(`<${text}>`)).toString(), `<${SECRET_MASK}>`);
  });

test('JSON is masked in values and keys, and is the same value when nothing changed', () => {
  const value = { a: [1, { b: `x${SECRET}` }], [SECRET]: null };
  const masked = { a: [1, { b: `x${SECRET_MASK}` }], [SECRET_MASK]: null };
  assert.deepEqual(JSON.parse(JSON.stringify(mask.json(value))), masked);
  const plain = { a: [{ b: 'x' }] };
  assert.equal(mask.json(plain), plain);
});

test('short secrets and none at all change nothing', () => {
  assert.ok(secretMask(['abc', '']).isEmpty);
  assert.equal(secretMask(['abc']).text('abc'), 'abc');
});

test('a stream says the same as the whole, however it is cut', () => {
  const piece = fc.constantFrom(SECRET, SECRET.slice(0, 5), SECRET.slice(5), 'plain ', '/');
  fc.assert(
    fc.property(fc.array(piece), fc.array(fc.nat({ max: 40 })), (pieces, cuts) => {
      const bytes = Buffer.from(pieces.join(''));
      const stream = mask.stream();
      const out: Buffer[] = [];
      let from = 0;
      for (const length of cuts) {
        out.push(stream.write(bytes.subarray(from, from + length)));
        from += length;
      }
      out.push(stream.write(bytes.subarray(from)), stream.end());
      const text = Buffer.concat(out).toString();
      assert.equal(text, bytes.toString().replaceAll(SECRET, SECRET_MASK));
    }),
  );
});

test('a stream holds back only what may be a secret', () => {
  const stream = mask.stream();
  assert.equal(stream.write(Buffer.from('data: x\n\n')).toString(), 'data: x\n\n');
  assert.equal(stream.write(Buffer.from('data: tok/')).toString(), 'data: ');
  assert.equal(stream.write(Buffer.from('no')).toString(), 'tok/no');
});
