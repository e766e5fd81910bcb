/*
 * Public keys and signature algorithms of X.509 certificates, under Go's numbers for them.
 */
import { integerOf } from '../value/decimal.ts';
import { RegoObject, type Value } from '../value/value.ts';
import { base64, type Fields } from './certificate-field.ts';
import { bitsOf, type Der, integerOfDer, isContext, members, oidOf, readDer } from './der.ts';

/** Go's numbers for signature algorithms. */
const SIGNATURES: ReadonlyMap<string, number> = new Map([
  ['1.2.840.113549.1.1.4', 2],
  ['1.2.840.113549.1.1.5', 3],
  ['1.2.840.113549.1.1.11', 4],
  ['1.2.840.113549.1.1.12', 5],
  ['1.2.840.113549.1.1.13', 6],
  ['1.2.840.10040.4.3', 7],
  ['2.16.840.1.101.3.4.3.2', 8],
  ['1.2.840.10045.4.1', 9],
  ['1.2.840.10045.4.3.2', 10],
  ['1.2.840.10045.4.3.3', 11],
  ['1.2.840.10045.4.3.4', 12],
  ['1.3.101.112', 16],
]);

/** RSA-PSS by the hash in its parameters. */
const PSS_HASHES: ReadonlyMap<string, number> = new Map([
  ['2.16.840.1.101.3.4.2.1', 13],
  ['2.16.840.1.101.3.4.2.2', 14],
  ['2.16.840.1.101.3.4.2.3', 15],
]);

/** Go's number for an AlgorithmIdentifier; 0 for one it does not know. */
export function signatureAlgorithm(algorithm: Der): number {
  const [oid, parameters] = members(algorithm);
  if (oidOf(oid) !== '1.2.840.113549.1.1.10') return SIGNATURES.get(oidOf(oid)) ?? 0;
  const hash = members(parameters).find(member => isContext(member, 0));
  if (hash === undefined) return 0;
  return PSS_HASHES.get(oidOf(members(readDer(hash.content))[0])) ?? 0;
}

/** Go's curve parameters have no exported state; only coordinates tell keys apart. */
function curvePoint(bits: Buffer): Value {
  const size = (bits.length - 1) / 2;
  const coordinate = (start: number) =>
    integerOf(BigInt(`0x${bits.subarray(start, start + size).toString('hex')}`));
  return RegoObject.of([
    ['Curve', RegoObject.empty],
    ['X', coordinate(1)],
    ['Y', coordinate(1 + size)],
  ]);
}

function rsaKey(bits: Buffer): Value {
  const [modulus, exponent] = members(readDer(bits));
  return RegoObject.of([
    ['N', integerOf(integerOfDer(modulus))],
    ['E', integerOf(integerOfDer(exponent))],
  ]);
}

/** A public key and Go's number for its algorithm. */
export function publicKeyOf(info: Der | undefined): Fields {
  const [algorithm, bits] = members(info);
  const key = bitsOf(bits);
  switch (oidOf(members(algorithm)[0])) {
    case '1.2.840.113549.1.1.1':
      return [
        ['PublicKeyAlgorithm', 1],
        ['PublicKey', rsaKey(key)],
      ];
    case '1.2.840.10045.2.1':
      return [
        ['PublicKeyAlgorithm', 3],
        ['PublicKey', curvePoint(key)],
      ];
    case '1.3.101.112':
      return [
        ['PublicKeyAlgorithm', 4],
        ['PublicKey', base64(key)],
      ];
    default:
      return [
        ['PublicKeyAlgorithm', 0],
        ['PublicKey', null],
      ];
  }
}
