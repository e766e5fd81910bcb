import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { addKill, readKills, removeKill } from '../../src/gateway/kill-file.ts';

const place = () => join(mkdtempSync(join(tmpdir(), 'tf-kills-')), 'switch', 'kills.json');
const BY = { by: 'me', at: '2026-01-01T00:00:00Z' };

test('kills are kept, replaced and taken back', () => {
  const file = place();
  assert.deepEqual(readKills(file), []);
  addKill(file, { scope: 'tool', name: 'a*', ...BY });
  addKill(file, { scope: 'tool', name: 'a*', reason: 'again', ...BY });
  addKill(file, { scope: 'all', ...BY });
  assert.deepEqual(
    readKills(file).map(({ scope, reason }) => [scope, reason]),
    [
      ['tool', 'again'],
      ['all', undefined],
    ],
  );
  assert.equal(removeKill(file, { scope: 'tool', name: 'a*' }), true);
  assert.equal(removeKill(file, { scope: 'tool', name: 'a*' }), false);
  assert.equal(removeKill(file, { scope: 'server', name: 'a' }), false);
});

for (const text of ['', '{', '{}', '{"kills":[{"scope":"server"}]}', '{"kills":[{"scope":"x"}]}'])
  test(`\`${text}\` is told as damaged`, () => {
    const file = place();
    mkdirSync(dirname(file));
    writeFileSync(file, text);
    assert.throws(() => readKills(file), { code: 'tf_state_folder' });
  });
