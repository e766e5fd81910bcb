/*
 * A trust store in Java's own format (JKS, version 2), the one that every Java reads without a
 * provider. It holds certificates only: no secret is in it, its password merely seeds the digest at
 * its end.
 */
import { createHash } from 'node:crypto';

/** What Java's own tools take for granted. */
export const JAVA_TRUST_STORE_PASSWORD = 'changeit';

const MAGIC = 0xfeedfeed;
const VERSION = 2;
const TRUSTED_CERTIFICATE = 2;
/** Mixed into the digest by the format's definition. */
const DIGEST_SALT = 'Mighty Aphrodite';

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/** Java's `writeUTF`, for ASCII. */
function utf(text: string): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(text.length);
  return Buffer.concat([bytes, Buffer.from(text, 'ascii')]);
}

function entry(certificate: Buffer, index: number, createdMs: number): Buffer {
  return Buffer.concat([
    uint32(TRUSTED_CERTIFICATE),
    utf(`ca-${index}`),
    uint64(createdMs),
    utf('X.509'),
    uint32(certificate.length),
    certificate,
  ]);
}

/** The bytes of a store that trusts these certificates (DER). */
export function javaTrustStore(certificates: readonly Buffer[], createdMs = Date.now()): Buffer {
  const body = Buffer.concat([
    uint32(MAGIC),
    uint32(VERSION),
    uint32(certificates.length),
    ...certificates.map((certificate, index) => entry(certificate, index, createdMs)),
  ]);
  const password = Buffer.from(JAVA_TRUST_STORE_PASSWORD, 'utf16le').swap16();
  const digest = createHash('sha1').update(password).update(DIGEST_SALT).update(body).digest();
  return Buffer.concat([body, digest]);
}
