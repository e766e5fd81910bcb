/** `tf vault` with real processes: secrets go in, and are never seen again. */
import assert from 'node:assert/strict';
import { readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { projectFolder, runTf, type TfOptions } from '../support/tf-command.ts';

const SECRET = 'ghp_verySecret0123456789';
const URL_A = 'http://127.0.0.1:9/mcp';

function project() {
  const folder = projectFolder({ 'tameflare.yaml': 'version: 1\n' });
  const tf = async (args: readonly string[], options?: TfOptions) => {
    const ended = await runTf(folder, args, options);
    assert.ok(!(ended.out + ended.err).includes(SECRET), 'the secret was printed');
    return ended;
  };
  return { folder, tf };
}

test('set, list, rotate, rm', async () => {
  const { folder, tf } = project();
  const set = await tf(['vault', 'set', 'token', '--url', URL_A], { input: `${SECRET}\n` });
  assert.equal(set.code, 0, set.err);
  const { out } = await tf(['vault', 'list', '--json']);
  const { key, entries } = JSON.parse(out) as { key: string; entries: { name: string }[] };
  assert.equal(key, 'file');
  assert.deepEqual(
    entries.map(({ name }) => name),
    ['token'],
  );
  assert.match(
    (await tf(['vault', 'list'])).out,
    /^token {2}http:\/\/127.0.0.1:9\/mcp {2}bearer$/m,
  );
  const env = { TF_VAULT_PASSPHRASE_NEW: 'open sesame', TF_VAULT_PASSPHRASE: 'open sesame' };
  assert.equal((await tf(['vault', 'rotate', '--key', 'passphrase'], { env })).code, 0);
  const locked = await tf(['vault', 'list']);
  assert.equal(locked.code, 1);
  assert.match(locked.err, /set TF_VAULT_PASSPHRASE/);
  const wrong = await tf(['vault', 'list'], { env: { TF_VAULT_PASSPHRASE: 'wrong' } });
  assert.match(wrong.err, /not the key of the vault/);
  assert.equal((await tf(['vault', 'rm', 'token'], { env })).code, 0);
  assert.equal((await tf(['vault', 'rm', 'token'], { env })).code, 1);
  assert.ok(!readFileSync(join(folder, '.tameflare', 'vault'), 'utf8').includes(SECRET));
});

test('a truncated vault is told and kept', async () => {
  const { folder, tf } = project();
  await tf(['vault', 'set', 'token', '--url', URL_A], { input: SECRET });
  const file = join(folder, '.tameflare', 'vault');
  truncateSync(file, 100);
  const ended = await tf(['vault', 'set', 'other', '--url', URL_A], { input: SECRET });
  assert.equal(ended.code, 1);
  assert.match(ended.err, /the vault .* is damaged/);
  assert.equal(readFileSync(file).length, 100);
});

const SHOW = 'console.log(JSON.stringify(process.env))';

test('imported variables reach the child as placeholders, and nothing that opens the vault', async () => {
  const { tf } = project();
  const env = {
    API_KEY: SECRET,
    COPY: SECRET,
    TF_VAULT_KEY: 'ab'.repeat(32),
    TF_OPERATOR_KEY: 'op',
  };
  const imported = await tf(['vault', 'import-env', 'API_KEY', '--url', URL_A], { env });
  assert.equal(imported.code, 0, imported.err);
  const { out, code, err } = await tf(['run', '--', process.execPath, '-e', SHOW], { env });
  assert.equal(code, 0, err);
  const child = JSON.parse(out) as Record<string, string | undefined>;
  assert.match(child['API_KEY'] ?? '', /^tf-secret-api-key-/);
  assert.deepEqual(
    [child['COPY'], child['TF_VAULT_KEY'], child['TF_OPERATOR_KEY']],
    [undefined, undefined, undefined],
  );
});

test('a refresh token is read after its client secret', async () => {
  const { tf } = project();
  const oauth = [
    '--oauth',
    'refresh-token',
    '--token-url',
    'http://127.0.0.1:9/t',
    '--client-id',
    'me',
  ];
  const set = ['vault', 'set', 'token', '--url', URL_A, ...oauth];
  assert.match((await tf(set, { input: 'client\n' })).err, /the secret is empty/);
  const ended = await tf([...set, '--json'], { input: `\n${SECRET}\n` });
  assert.equal(ended.code, 0, ended.err);
  assert.equal(
    (JSON.parse(ended.out) as { oauth: { grant: string } }).oauth.grant,
    'refresh_token',
  );
});

test('what is missing is said', async () => {
  const { tf } = project();
  assert.match((await tf(['vault', 'rm', 'x'])).err, /there is no vault/);
  assert.match((await tf(['vault', 'import-env', 'TF_UNSET', '--url', URL_A])).err, /is not set/);
  assert.match((await tf(['vault', 'set', 'x'])).err, /--url/);
});
