/*
 * IP addresses and networks as numbers, after Go's package net: a network is masked when it is read,
 * and an IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is the IPv4 address.
 */
import { isIPv4, isIPv6 } from 'node:net';
import { failure } from './builtin.ts';

export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** All addresses that share `prefix` leading bits with `first`, the lowest of them. */
export interface Network {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly prefix: number;
}

const MAPPED = 0xffffn << 32n;

function parseV4(text: string): bigint {
  return text.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

/** The 16-bit groups of one side of `::`; a trailing IPv4 form counts as two. */
function groups(side: string): bigint[] {
  if (side === '') return [];
  return side.split(':').flatMap(group => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)];
    const value = parseV4(group);
    return [value >> 16n, value & 0xffffn];
  });
}

function parseV6(text: string): bigint {
  const [left = '', right] = text.split('::');
  const head = groups(left);
  const tail = right === undefined ? [] : groups(right);
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0n);
  return [...head, ...zeros, ...tail].reduce((value, group) => (value << 16n) | group, 0n);
}

/** An address without a zone, or undefined. */
export function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { bits: 32, value: parseV4(text) };
  if (text.includes('%') || !isIPv6(text)) return undefined;
  const value = parseV6(text);
  return value >> 32n === MAPPED >> 32n
    ? { bits: 32, value: value & 0xffffffffn }
    : { bits: 128, value };
}

function hostMask({ bits, prefix }: { bits: number; prefix: number }): bigint {
  return (1n << BigInt(bits - prefix)) - 1n;
}

/** `10.0.0.0/8`. @throws BuiltinError */
export function parseNetwork(text: string): Network {
  const network = tryParseNetwork(text);
  if (network === undefined) throw failure(`invalid CIDR address: ${text}`);
  return network;
}

export function tryParseNetwork(text: string): Network | undefined {
  const [, host = '', digits = ''] = /^([^/]*)\/(\d{1,4})$/.exec(text) ?? [];
  const address = parseAddress(host);
  if (address === undefined) return undefined;
  const writtenBits = isIPv4(host) ? 32 : 128;
  const length = Number(digits);
  if (length > writtenBits) return undefined;
  const prefix = Math.max(0, length - (writtenBits - address.bits));
  const first = address.value & ~hostMask({ bits: address.bits, prefix });
  return { bits: address.bits, first, prefix };
}

export function lastOf(network: Network): bigint {
  return network.first | hostMask(network);
}

export function containsAddress(network: Network, address: Address): boolean {
  if (network.bits !== address.bits) return false;
  return address.value >= network.first && address.value <= lastOf(network);
}

export function addressText({ bits, value }: Address): string {
  return bits === 32 ? textV4(value) : textV6(value);
}

function textV4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map(shift => (value >> shift) & 0xffn).join('.');
}

/** RFC 5952: the longest run of zero groups, the leftmost of equals, becomes `::`. */
function textV6(value: bigint): string {
  const hex = value.toString(16).padStart(32, '0');
  const all = Array.from({ length: 8 }, (_, index) => {
    return Number.parseInt(hex.slice(index * 4, index * 4 + 4), 16).toString(16);
  });
  const runs = [...all.join(':').matchAll(/(?<![^:])0(?::0)+(?![^:])/g)];
  const longest = runs.reduce((best, [run]) => (run.length > best.length ? run : best), '');
  if (longest === '') return all.join(':');
  const start = runs.find(([run]) => run === longest)!.index;
  const text = all.join(':');
  const before = text.slice(0, start).replace(/:$/, '');
  return `${before}::${text.slice(start + longest.length).replace(/^:/, '')}`;
}

export function networkText(network: Network): string {
  return `${addressText({ bits: network.bits, value: network.first })}/${network.prefix}`;
}
