import { generateKeyPairSync } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { LRUCache } from 'lru-cache';
import { type Issuer, mintLeaf } from './certificate.ts';

const LEAF_DAYS = 30;
/** Well before a leaf expires in a process that runs on. */
const KEPT_MS = 7 * 86_400_000;
/** About 21 KB each. */
const MAX_HOSTS = 500;

/** The TLS identity for a host, minted on its first use. */
export type SecureContexts = (host: string) => SecureContext;

/** All leaves share one key that lives as long as the process and is never written. */
export function createSecureContexts(issuer: Issuer): SecureContexts {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const contexts = new LRUCache<string, SecureContext>({ max: MAX_HOSTS, ttl: KEPT_MS });
  return host => {
    const known = contexts.get(host);
    if (known !== undefined) return known;
    const cert = mintLeaf(issuer, host, publicKey, LEAF_DAYS);
    const made = createSecureContext({ key, cert, minVersion: 'TLSv1.2' });
    contexts.set(host, made);
    return made;
  };
}
