/*
 * Builtins that reach out of the evaluation: to the network, and to the process. A policy has them only if the
 * capabilities it is compiled with list them by name; by default a policy decides about what it is given.
 */
import { isIP } from 'node:net';
import { RegoObject, RegoSet, type Value } from '../value/value.ts';
import { type Builtin, define, failure, once } from './builtin.ts';
import { httpSend } from './http-send.ts';
import { stringAt } from './operand.ts';
import { waitFor } from './waiting-worker.ts';

const LOOKUP_TIMEOUT_MS = 5000;

function addressesOf(name: string): Value {
  if (isIP(name) !== 0) return RegoSet.of([name]);
  const answer = waitFor({ kind: 'lookup', name }, LOOKUP_TIMEOUT_MS);
  if (answer.kind === 'addresses') return RegoSet.of(answer.addresses);
  throw failure(answer.kind === 'failed' ? answer.message : 'no answer');
}

const lookupIpAddr = define('net.lookup_ip_addr', (args, context) => {
  const name = stringAt(args, 1);
  return once(context, `net.lookup_ip_addr ${name}`, () => addressesOf(name));
});

/** What the evaluation was given of the environment; nothing, if nothing. */
const runtime = define('opa.runtime', (_, { env }) => {
  const shown = Object.entries(env);
  return shown.length === 0 ? RegoObject.empty : RegoObject.of([['env', RegoObject.of(shown)]]);
});

/** By name. */
export const outsideBuiltins: ReadonlyMap<string, Builtin> = new Map(
  [httpSend, lookupIpAddr, runtime].map(builtin => [builtin.name, builtin]),
);
