import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { badEscape, unescaped } from '../../src/rego/string-literal.ts';

test('escapes mean what they mean in JSON', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      const inner = JSON.stringify(text).slice(1, -1);
      assert.equal(badEscape(inner), -1);
      assert.equal(unescaped(inner), text);
    }),
  );
  assert.equal(unescaped('\\/\\u0041\\ud83d\\udca5'), '/A💥');
});

test('half a surrogate pair becomes the replacement character', () => {
  assert.equal(unescaped('a\\ud83d'), 'a\ufffd');
});

test('the first unknown escape is found', () => {
  assert.equal(badEscape('\\\\q'), -1);
  assert.equal(badEscape('a\\nb\\q'), 4);
  assert.equal(badEscape('\\u12'), 0);
  assert.equal(badEscape('\\'), 0);
  assert.equal(badEscape('\\{'), 0);
  assert.equal(badEscape('\\{', '{'), -1);
});
