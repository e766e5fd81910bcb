/*
 * Path validation (RFC 5280, section 6, with the choices of Go's crypto/x509): from a leaf to a
 * trusted root, every certificate signed by the next, in its validity, allowed to sign, and good for
 * the purpose. Name constraints are not evaluated: a certificate in which they are critical is
 * refused, as is any with a critical extension we do not know. MD5 and SHA-1 signatures do not count.
 */
import { X509Certificate } from 'node:crypto';
import type { Certificate } from './certificate.ts';
import { EXTENDED_USAGES, unhandled } from './certificate-extension.ts';

export interface ChainOptions {
  readonly at: Date;
  /** A host name the leaf must be for. */
  readonly dnsName?: string;
  /** Purposes as object identifiers, of which one must be allowed all along. */
  readonly usages: readonly string[];
}

const ANY_USAGE = EXTENDED_USAGES[0]!;
const SIGNS_CERTIFICATES = 1 << 5;
/** MD5 with RSA, SHA-1 with RSA, SHA-1 with DSA and with ECDSA, and what is unknown. */
const WEAK_SIGNATURES = [0, 2, 3, 7, 9];
const MAX_CHAIN = 16;

function isCurrent(certificate: Certificate, at: Date): boolean {
  return at >= certificate.notBefore && at <= certificate.notAfter;
}

function maySign({ usage, version }: Certificate): boolean {
  if (version === 3 && !usage.hasConstraints) return false;
  if (usage.hasConstraints && !usage.isAuthority) return false;
  return usage.keyUsage === 0 || (usage.keyUsage & SIGNS_CERTIFICATES) !== 0;
}

function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (!certificate.rawIssuer.equals(issuer.rawSubject) || !maySign(issuer)) return false;
  if (WEAK_SIGNATURES.includes(certificate.signatureAlgorithm)) return false;
  const { publicKey } = new X509Certificate(issuer.der);
  return new X509Certificate(certificate.der).verify(publicKey);
}

/** `below` counts the certificates under this one in the chain. */
function isAcceptable(certificate: Certificate, below: number, at: Date): boolean {
  const { maxPathLength } = certificate.usage;
  const fits = maxPathLength < 0 || below - 1 <= maxPathLength;
  return fits && isCurrent(certificate, at) && unhandled(certificate.extensions).length === 0;
}

function allows(certificate: Certificate, usage: string): boolean {
  const { extended } = certificate.usage;
  return extended.length === 0 || extended.includes(ANY_USAGE) || extended.includes(usage);
}

/** A purpose must be allowed by every certificate below the root. */
function serves(chain: readonly Certificate[], usages: readonly string[]): boolean {
  if (usages.includes(ANY_USAGE)) return true;
  return usages.some(usage => chain.every(certificate => allows(certificate, usage)));
}

function isFor(leaf: Certificate, dnsName: string): boolean {
  return new X509Certificate(leaf.der).checkHost(dnsName, { subject: 'never' }) !== undefined;
}

/** The chain from the leaf to the root, or undefined if there is none. */
export function verifiedChain(
  leaf: Certificate,
  intermediates: readonly Certificate[],
  root: Certificate,
  options: ChainOptions,
): readonly Certificate[] | undefined {
  if (!isAcceptable(leaf, 0, options.at)) return undefined;
  if (options.dnsName !== undefined && !isFor(leaf, options.dnsName)) return undefined;
  if (leaf.der.equals(root.der)) return serves([leaf], options.usages) ? [leaf] : undefined;
  return extend([leaf], intermediates, root, options);
}

function extend(
  chain: readonly Certificate[],
  intermediates: readonly Certificate[],
  root: Certificate,
  options: ChainOptions,
): readonly Certificate[] | undefined {
  const top = chain.at(-1)!;
  const issues = (issuer: Certificate) =>
    !chain.includes(issuer) &&
    isAcceptable(issuer, chain.length, options.at) &&
    isSignedBy(top, issuer);
  if (issues(root) && serves([...chain, root], options.usages)) return [...chain, root];
  if (chain.length >= MAX_CHAIN) return undefined;
  for (const issuer of intermediates.filter(issues)) {
    const longer = extend([...chain, issuer], intermediates, root, options);
    if (longer !== undefined) return longer;
  }
  return undefined;
}
