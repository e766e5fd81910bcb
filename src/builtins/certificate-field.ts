import { integerOf } from '../value/decimal.ts';
import type { Value } from '../value/value.ts';

/** Part of a certificate as a policy sees it: fields with the names of Go's crypto/x509. */
export type Fields = readonly (readonly [string, Value])[];

/** Bytes are base64 strings. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** An object identifier as the array of its numbers. */
export function arcs(oid: string): Value {
  return oid.split('.').map(arc => integerOf(BigInt(arc)));
}

/** An empty list is null, as Go shows a slice that was never filled. */
export function orNull<T>(list: readonly T[]): readonly T[] | null {
  return list.length === 0 ? null : list;
}
