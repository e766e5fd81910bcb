import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Value } from '../value/value.ts';
import { type Builtin, define } from './builtin.ts';
import { stringAt } from './operand.ts';

function hash(name: string, algorithm: string): Builtin {
  return define(name, args => createHash(algorithm).update(stringAt(args, 1)).digest('hex'));
}

function hmac(name: string, algorithm: string): Builtin {
  return define(name, args => {
    return createHmac(algorithm, stringAt(args, 2)).update(stringAt(args, 1)).digest('hex');
  });
}

/** In a time that does not tell where they differ. */
function equalMacs(args: readonly Value[]): boolean {
  const a = Buffer.from(stringAt(args, 1));
  const b = Buffer.from(stringAt(args, 2));
  return a.length === b.length && timingSafeEqual(a, b);
}

export const hashes: readonly Builtin[] = [
  hash('crypto.md5', 'md5'),
  hash('crypto.sha1', 'sha1'),
  hash('crypto.sha256', 'sha256'),
  hmac('crypto.hmac.md5', 'md5'),
  hmac('crypto.hmac.sha1', 'sha1'),
  hmac('crypto.hmac.sha256', 'sha256'),
  hmac('crypto.hmac.sha512', 'sha512'),
  define('crypto.hmac.equal', equalMacs),
];
