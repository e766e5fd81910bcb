/*
 * Where a vault's key comes from. The vault's file says which of these and with which parameters; the key itself
 * is never in it.
 *
 *   file        vault.key beside the vault, mode 0600: keys by id, so that a rotation that is killed leaves both
 *   env         TF_VAULT_KEY, 32 bytes as hex or base64
 *   passphrase  scrypt over TF_VAULT_PASSPHRASE or what was typed
 *   keyring     the system's own, through npm `@napi-rs/keyring` where it is installed
 */
import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { messageOf, TfError } from '../base/errors.ts';
import { replaceFile } from '../store/atomic-file.ts';
import { KEY_BYTES } from './sealed-box.ts';

export type KeySource =
  | { readonly kind: 'file'; readonly id: string }
  | { readonly kind: 'env' }
  | {
      readonly kind: 'passphrase';
      readonly salt: string;
      readonly n: number;
      readonly r: number;
      readonly p: number;
    }
  | { readonly kind: 'keyring'; readonly account: string };

export type KeyKind = KeySource['kind'];

/** What keys are looked up with. */
export interface KeyAccess {
  readonly keyFile: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks the person at the terminal; absent where there is none. */
  readonly ask?: (question: string) => Promise<string>;
}

/** A source with its key. */
export interface SourcedKey {
  readonly source: KeySource;
  readonly key: Buffer;
}

/** Variables that open a vault: no child may see them. */
export const KEY_VARIABLES = [
  'TF_VAULT_KEY',
  'TF_VAULT_KEY_NEW',
  'TF_VAULT_PASSPHRASE',
  'TF_VAULT_PASSPHRASE_NEW',
] as const;

const SERVICE = 'tameflare';
/** About 100 ms and 128 MiB on a machine of today. */
const SCRYPT = { n: 2 ** 17, r: 8, p: 1 } as const;
const MAX_SCRYPT_MEMORY = 2 ** 30;

function fail(message: string, cause?: unknown): never {
  throw new TfError('tf_vault_key', message, cause === undefined ? {} : { cause });
}

function keyOfText(text: string, name: string): Buffer {
  const trimmed = text.trim();
  const key = Buffer.from(trimmed, /^[0-9a-f]{64}$/i.test(trimmed) ? 'hex' : 'base64');
  if (key.length !== KEY_BYTES) fail(`${name} is not 32 bytes of hex or base64`);
  return key;
}

type KeyFile = Readonly<Record<string, string>>;

/** Keys by id. Others who can read the file could have copied it: then it is no secret any more. */
function readKeyFile(file: string): KeyFile {
  if (!existsSync(file)) fail(`the key file \`${file}\` is missing`);
  const mode = statSync(file).mode & 0o077;
  if (mode !== 0 && process.platform !== 'win32')
    fail(`others can read the key file \`${file}\`; \`chmod 600\` it, then \`tf vault rotate\``);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
  } catch (cause) {
    return fail(`the key file \`${file}\` can't be read: ${messageOf(cause)}`, cause);
  }
}

function writeKeyFile(file: string, keys: KeyFile): void {
  replaceFile(file, `${JSON.stringify(keys)}\n`);
}

function fileKey({ keyFile }: KeyAccess, id: string): Buffer {
  const text = readKeyFile(keyFile)[id];
  return text === undefined
    ? fail(`the key file \`${keyFile}\` holds no key for this vault`)
    : keyOfText(text, `the key in \`${keyFile}\``);
}

function newFileKey({ keyFile }: KeyAccess): SourcedKey {
  const id = randomBytes(8).toString('hex');
  const key = randomBytes(KEY_BYTES);
  const others = existsSync(keyFile) ? readKeyFile(keyFile) : {};
  writeKeyFile(keyFile, { ...others, [id]: key.toString('base64') });
  return { source: { kind: 'file', id }, key };
}

async function passphrase(access: KeyAccess, variable: string, question: string): Promise<string> {
  const given = access.env[variable];
  if (given !== undefined && given !== '') return given;
  if (access.ask === undefined) fail(`the vault needs its passphrase: set ${variable}`);
  return access.ask(question);
}

function derive(
  text: string,
  { salt, n, r, p }: Extract<KeySource, { kind: 'passphrase' }>,
): Buffer {
  try {
    const cost = { N: n, r, p, maxmem: MAX_SCRYPT_MEMORY };
    return scryptSync(text.normalize('NFKC'), Buffer.from(salt, 'base64'), KEY_BYTES, cost);
  } catch (cause) {
    return fail(`the vault's scrypt parameters can't be used: ${messageOf(cause)}`, cause);
  }
}

/** A passphrase typed twice, or the variable's. */
async function newPassphraseKey(access: KeyAccess, variable: string): Promise<SourcedKey> {
  const text = await passphrase(access, variable, 'new passphrase: ');
  if (text === '') fail('an empty passphrase protects nothing');
  const isTyped = (access.env[variable] ?? '') === '';
  if (isTyped && (await access.ask?.('again: ')) !== text) fail('the two passphrases differ');
  const salt = randomBytes(16).toString('base64');
  const source = { kind: 'passphrase', salt, ...SCRYPT } as const;
  return { source, key: derive(text, source) };
}

/** The optional package's part that is used. */
interface KeyringModule {
  readonly Entry: new (
    service: string,
    account: string,
  ) => {
    getPassword(): string | null;
    setPassword(password: string): void;
    deletePassword(): boolean;
  };
}

const KEYRING_PACKAGE = '@napi-rs/keyring';

async function keyringEntry(account: string) {
  try {
    const { Entry } = (await import(KEYRING_PACKAGE)) as KeyringModule;
    return new Entry(SERVICE, account);
  } catch (cause) {
    const why = (cause as { code?: string }).code === 'ERR_MODULE_NOT_FOUND';
    const what = why ? `npm package \`${KEYRING_PACKAGE}\` is not installed` : messageOf(cause);
    return fail(`the system's keyring can't be used: ${what}`, cause);
  }
}

async function keyringKey(account: string): Promise<Buffer> {
  const entry = await keyringEntry(account);
  const text = await Promise.resolve()
    .then(() => entry.getPassword())
    .catch((cause: unknown) => fail(`the system's keyring failed: ${messageOf(cause)}`, cause));
  return text === null
    ? fail(`the system's keyring has no entry \`${SERVICE}/${account}\``)
    : keyOfText(text, "the keyring's entry");
}

async function newKeyringKey(): Promise<SourcedKey> {
  const account = `vault-${randomBytes(8).toString('hex')}`;
  const entry = await keyringEntry(account);
  const key = randomBytes(KEY_BYTES);
  try {
    entry.setPassword(key.toString('base64'));
  } catch (cause) {
    fail(`the system's keyring failed: ${messageOf(cause)}`, cause);
  }
  return { source: { kind: 'keyring', account }, key };
}

function envKey({ env }: KeyAccess, name: 'TF_VAULT_KEY' | 'TF_VAULT_KEY_NEW'): Buffer {
  const text = env[name];
  if (text === undefined || text === '') fail(`the vault needs its key: set ${name}`);
  return keyOfText(text, name);
}

/** The key a vault names. @throws TfError `tf_vault_key` */
export async function findKey(source: KeySource, access: KeyAccess): Promise<Buffer> {
  switch (source.kind) {
    case 'file':
      return fileKey(access, source.id);
    case 'env':
      return envKey(access, 'TF_VAULT_KEY');
    case 'passphrase':
      return derive(
        await passphrase(access, 'TF_VAULT_PASSPHRASE', 'passphrase of the vault: '),
        source,
      );
    case 'keyring':
      return keyringKey(source.account);
  }
}

/** A fresh key; `isRotation` reads it from the variables with `_NEW`. @throws TfError `tf_vault_key` */
export async function makeKey(
  kind: KeyKind,
  access: KeyAccess,
  isRotation: boolean,
): Promise<SourcedKey> {
  switch (kind) {
    case 'file':
      return newFileKey(access);
    case 'env':
      return {
        source: { kind },
        key: envKey(access, isRotation ? 'TF_VAULT_KEY_NEW' : 'TF_VAULT_KEY'),
      };
    case 'passphrase':
      return newPassphraseKey(
        access,
        isRotation ? 'TF_VAULT_PASSPHRASE_NEW' : 'TF_VAULT_PASSPHRASE',
      );
    case 'keyring':
      return newKeyringKey();
  }
}

/** Forgets a key that nothing is sealed with any more. */
export async function dropKey(source: KeySource, access: KeyAccess): Promise<void> {
  if (source.kind === 'file') {
    const { [source.id]: _, ...others } = readKeyFile(access.keyFile);
    writeKeyFile(access.keyFile, others);
  } else if (source.kind === 'keyring') {
    (await keyringEntry(source.account)).deletePassword();
  }
}
