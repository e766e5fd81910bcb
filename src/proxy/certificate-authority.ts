/*
 * The local certificate authority: a key that only its owner may read and a certificate that anyone
 * may, in a folder of their own. Both appear at once (the folder is made beside and renamed), so
 * that two gateways starting together agree on one pair, and a half-written one can't be found.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  X509Certificate,
} from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { messageOf, TfError } from '../base/errors.ts';
import { type Issuer, mintAuthority } from './certificate.ts';

export interface CertificateAuthority extends Issuer {
  /** Its certificate, PEM: what clients must trust. */
  readonly certificate: string;
}

const KEY_FILE = 'ca.key';
export const CERTIFICATE_FILE = 'ca.crt';
const DAY_MS = 86_400_000;
const VALID_DAYS = 5 * 365;
/** Leaves live up to 99 days and must not outlive their issuer. */
const RENEW_DAYS = 120;

/** A new authority, not kept anywhere. */
export function createAuthority(days: number = VALID_DAYS): CertificateAuthority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const commonName = `tameflare local CA ${spki.subarray(-4).toString('hex')}`;
  const issuer: Issuer = { commonName, key: privateKey, publicKey };
  return { ...issuer, certificate: mintAuthority(issuer, days) };
}

function invalid(message: string, cause?: unknown): TfError {
  return new TfError('tf_ca_invalid', message, { cause });
}

function readPart(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch (thrown) {
    throw invalid(`\`${join(folder, file)}\` can't be read: ${messageOf(thrown)}`, thrown);
  }
}

function checkKeyMode(path: string): void {
  if (process.platform === 'win32') return;
  if ((statSync(path).mode & 0o077) !== 0) {
    throw invalid(`\`${path}\` can be read by others: make a new authority, or \`chmod 600\` it`);
  }
}

function parse(folder: string): { key: KeyObject; certificate: X509Certificate } {
  const [keyText, certificateText] = [
    readPart(folder, KEY_FILE),
    readPart(folder, CERTIFICATE_FILE),
  ];
  try {
    return { key: createPrivateKey(keyText), certificate: new X509Certificate(certificateText) };
  } catch (thrown) {
    throw invalid(`\`${folder}\` holds no valid key and certificate: ${messageOf(thrown)}`, thrown);
  }
}

function commonNameOf(certificate: X509Certificate): string {
  return /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? '';
}

/** An authority that was kept. */
export interface KeptAuthority extends CertificateAuthority {
  /** Milliseconds since the epoch. */
  readonly expiresMs: number;
}

/**
 * Reads an authority and checks that its two files belong together. @throws TfError tf_ca_invalid
 */
export function readAuthority(folder: string): KeptAuthority {
  const { key, certificate } = parse(folder);
  checkKeyMode(join(folder, KEY_FILE));
  const isOurs = key.asymmetricKeyDetails?.namedCurve === 'prime256v1' && certificate.ca;
  if (!isOurs) throw invalid(`\`${folder}\` holds no authority with a P-256 key`);
  if (!certificate.checkPrivateKey(key))
    throw invalid(`the key and certificate in \`${folder}\` don't match`);
  return {
    commonName: commonNameOf(certificate),
    key,
    publicKey: createPublicKey(key),
    certificate: certificate.toString(),
    expiresMs: Date.parse(certificate.validTo),
  };
}

function writePair(folder: string, authority: CertificateAuthority): void {
  const key = authority.key.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(join(folder, KEY_FILE), key, { mode: 0o600 });
  writeFileSync(join(folder, CERTIFICATE_FILE), authority.certificate, { mode: 0o644 });
}

/** Puts a new pair in place unless another process was faster. */
function install(folder: string): void {
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const draft = mkdtempSync(join(parent, `.${basename(folder)}-`));
  writePair(draft, createAuthority());
  try {
    renameSync(draft, folder);
  } catch (thrown) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(join(folder, CERTIFICATE_FILE)))
      throw invalid(`\`${folder}\` can't be made: ${messageOf(thrown)}`, thrown);
  }
}

/**
 * Moves a pair that is about to expire out of the way; children get the new one's trust at their
 * start.
 */
function retire(folder: string): void {
  renameSync(folder, `${folder}.expired-${Date.now()}`);
}

/**
 * The authority of a folder, made if the folder is absent or empty, renewed before it expires.
 * @throws TfError tf_ca_invalid if what is there is not a usable pair
 */
export function openAuthority(folder: string): CertificateAuthority {
  const exists = existsSync(join(folder, KEY_FILE)) || existsSync(join(folder, CERTIFICATE_FILE));
  if (!exists) install(folder);
  const authority = readAuthority(folder);
  if (authority.expiresMs - Date.now() > RENEW_DAYS * DAY_MS) return authority;
  retire(folder);
  install(folder);
  return readAuthority(folder);
}
