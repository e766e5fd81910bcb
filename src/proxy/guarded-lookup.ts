import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { TfError } from '../base/errors.ts';
import { addressKind, isReachable } from './address.ts';
import type { Reach } from './exchange.ts';

function outOfReach(host: string, address: string): TfError {
  const shown = host === address ? `\`${host}\`` : `\`${host}\` (${address})`;
  return new TfError('tf_proxy_reach', `${shown} is a ${addressKind(address)} address`);
}

/** What is wrong with a host that is written as an address; such never reaches a lookup. */
export function literalOutOfReach(host: string, reach: Reach): TfError | undefined {
  return isIP(host) === 0 || isReachable(host, reach) ? undefined : outOfReach(host, host);
}

/**
 * A name lookup for sockets that gives only addresses within reach. The socket connects to what
 * this returns, so a name that resolves differently a moment later gains nothing.
 */
export function guardedLookup(reach: Reach): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) return callback(error, '', 0);
      const allowed = found.filter(({ address }) => isReachable(address, reach));
      const [first] = allowed;
      if (first === undefined) return callback(outOfReach(host, found[0]?.address ?? ''), '', 0);
      if (options.all === true) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };
}
