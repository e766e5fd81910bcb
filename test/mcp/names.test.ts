import assert from 'node:assert/strict';
import test from 'node:test';
import { nameFault, uriFault } from '../../src/mcp/names.ts';

const faulty: readonly [name: string, why: RegExp][] = [
  ['', /empty/],
  ['delete\u200b', /invisible/],
  ['de\u00adlete', /invisible/],
  ['\ud83d\ufe0f', /invisible/],
  ['delete\u0000', /invisible/],
  ['de\u034flete', /invisible/],
  ['\u202eeteled', /invisible/],
  [' delete', /white space/],
  ['delete ', /white space/],
  ['ｄelete', /NFKC/],
  ['ﬁle', /NFKC/],
  ['cafe\u0301', /NFKC/],
  ['delete\u2010all', /mark/],
  ['a\u2215b', /mark/],
  ['d\u0435lete', /scripts/],
  ['\u0391dmin', /scripts/],
];

for (const [name, why] of faulty) {
  test(`name ${JSON.stringify(name)}`, () => assert.match(nameFault(name) ?? '', why));
}

test('names that look like nothing else', () => {
  for (const name of ['get_thing', 'a.b-c/d:e', 'two words', 'Zürich', '漢字', 'удалить'])
    assert.equal(nameFault(name), undefined, name);
});

test('a URI is judged as sent, but not with what nobody sees', () => {
  assert.equal(uriFault('file:///tmp/caf\u0065\u0301'), undefined);
  assert.match(uriFault('file:///a\u0000') ?? '', /invisible/);
  assert.match(uriFault('file:///a ') ?? '', /white space/);
  assert.match(uriFault('') ?? '', /empty/);
});
