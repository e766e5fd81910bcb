/** A disk that fills up, for real: a small tmpfs in a mount namespace of its own. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

const SIZE = '256k';

/** Runs a script where `folder` is a file system of 256 KiB; undefined where no namespace can be made. */
function runOnSmallDisk(folder: string, script: string): string | undefined {
  const mount = `mount -t tmpfs -o size=${SIZE} none "${folder}"`;
  const probe = spawnSync('unshare', ['-Urm', 'sh', '-c', mount]);
  if (probe.status !== 0) return undefined;
  const { stdout, stderr, status } = spawnSync(
    'unshare',
    ['-Urm', 'sh', '-c', `${mount} && exec "${process.execPath}" "${script}" "${folder}"`],
    { encoding: 'utf8', timeout: 60_000 },
  );
  assert.equal(status, 0, stderr);
  return stdout;
}

const module = (name: string) => new URL(`../../src/audit/${name}.js`, import.meta.url).href;

const SCRIPT = `
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAuditLog } from '${module('log')}';
import { verifyLog } from '${module('verify')}';

const folder = process.argv[2];
const file = join(folder, 'audit.ndjson');
const filler = join(folder, 'filler');
writeFileSync(filler, Buffer.alloc(128 * 1024));
const log = openAuditLog(file, { maxBytes: 40_000 });
const event = index => ({ decision_id: String(index), input: { text: 'x'.repeat(700) }, outcome: 'allowed' });

let written = 0;
let code;
for (; code === undefined && written < 2000; ) {
  try {
    log.record(event(written));
    written += 1;
  } catch (error) {
    code = error.code;
  }
}
const whileFull = log.healthy();
rmSync(filler);
log.record(event(written));
const { records, faults } = verifyLog(file);
console.log(JSON.stringify({
  code, whileFull, after: log.healthy(), written, records, faults: faults.map(fault => fault.message),
}));
`;

test('a full disk is an error and no record is lost; when there is room again the chain goes on', t => {
  const folder = mkdtempSync(join(tmpdir(), 'tf-full-'));
  const script = join(mkdtempSync(join(tmpdir(), 'tf-script-')), 'fill.mjs');
  writeFileSync(script, SCRIPT);
  const out = runOnSmallDisk(folder, script);
  if (out === undefined) {
    t.skip('no mount namespace can be made here');
    return;
  }
  const { code, whileFull, after, written, records, faults } = JSON.parse(out);
  assert.equal(code, 'tf_audit_write');
  assert.equal(whileFull, false);
  assert.equal(after, true);
  assert.ok(written > 50);
  assert.equal(records, written + 1);
  // What was written of the record that did not fit stays, and is told from a record.
  assert.ok(faults.every((message: string) => message === 'this line is no record'));
  assert.ok(faults.length <= 1);
});
