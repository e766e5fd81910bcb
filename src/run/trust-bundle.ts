/*
 * What a child needs to trust the proxy. Variables such as SSL_CERT_FILE replace a program's own
 * roots, so the bundle is complete: our authority, Node's roots, and whatever the user had added.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { messageOf, TfError } from '../base/errors.ts';
import { javaTrustStore } from './java-trust-store.ts';

/** Paths of the files, for the variables that name them. */
export interface TrustBundle {
  /** Our authority alone, for programs that add to their roots. */
  readonly authority: string;
  /** Everything, PEM, for programs that replace them. */
  readonly bundle: string;
  readonly javaTrustStore: string;
  /** A configuration file for wget: the user's own, and the bundle. */
  readonly wgetrc: string;
  /** A folder that PHP scans for configuration. */
  readonly phpFolder: string;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
/** Variables by which users add roots of their own, such as those of a company's proxy. */
const USER_VARIABLES = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
];

type Environment = Readonly<Record<string, string | undefined>>;

function readOptional(path: string | undefined): string {
  if (path === undefined || path === '') return '';
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The certificates of a PEM text, each once. DER. */
function certificatesOf(pem: string): Buffer[] {
  const texts = new Set(pem.match(CERTIFICATE));
  return [...texts].map(text => Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64'));
}

/** The roots a user's environment names, beyond those Node brings. PEM texts. */
export function userCertificates(env: Environment): string[] {
  const texts = USER_VARIABLES.flatMap(name => readOptional(env[name]).match(CERTIFICATE) ?? []);
  const known = new Set(rootCertificates.map(root => root.trim()));
  return [...new Set(texts)].filter(text => !known.has(text));
}

function write(folder: string, name: string, content: string | Buffer): string {
  const path = join(folder, name);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o644 });
  renameSync(draft, path);
  return path;
}

function userWgetrc(env: Environment): string {
  const own =
    env['WGETRC'] ?? (env['HOME'] === undefined ? undefined : join(env['HOME'], '.wgetrc'));
  return readOptional(own);
}

/**
 * Writes the files into a folder, each at once, so that several runs may share it.
 * @param authority our certificate, PEM
 * @param extra further roots, PEM
 * @throws TfError tf_run_trust
 */
export function writeTrustBundle(
  folder: string,
  authority: string,
  extra: readonly string[],
  env: Environment,
): TrustBundle {
  try {
    const phpFolder = join(folder, 'php');
    mkdirSync(phpFolder, { recursive: true });
    const roots = [authority, ...rootCertificates, ...extra];
    const bundle = write(folder, 'bundle.pem', roots.map(root => `${root.trim()}\n`).join(''));
    write(phpFolder, 'tameflare.ini', `curl.cainfo="${bundle}"\nopenssl.cafile="${bundle}"\n`);
    return {
      authority: write(folder, 'authority.pem', authority),
      bundle,
      javaTrustStore: write(folder, 'trust.jks', javaTrustStore(certificatesOf(roots.join('\n')))),
      wgetrc: write(folder, 'wgetrc', `${userWgetrc(env)}\nca_certificate = ${bundle}\n`),
      phpFolder,
    };
  } catch (thrown) {
    throw new TfError('tf_run_trust', `\`${folder}\`: ${messageOf(thrown)}`, { cause: thrown });
  }
}
