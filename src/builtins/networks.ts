import { isArray, RegoObject, RegoSet, type Value } from '../value/value.ts';
import { type Builtin, define, failure } from './builtin.ts';
import {
  type Address,
  addressText,
  containsAddress,
  lastOf,
  type Network,
  networkText,
  parseAddress,
  parseNetwork,
  tryParseNetwork,
} from './ip-address.ts';
import { stringAt, wrongType } from './operand.ts';

/** Whether a network holds an address, or all of another network. */
function contains(cidr: string, part: string): boolean {
  const network = parseNetwork(cidr);
  const address = parseAddress(part);
  if (address !== undefined) return containsAddress(network, address);
  const inner = tryParseNetwork(part);
  if (inner === undefined) {
    throw failure(`not a valid textual representation of an IP address or CIDR: ${part}`);
  }
  return holds(network, inner.first, inner) && holds(network, lastOf(inner), inner);
}

function holds(network: Network, value: bigint, { bits }: Network): boolean {
  return containsAddress(network, { bits, value });
}

function intersects(args: readonly Value[]): boolean {
  const a = parseNetwork(stringAt(args, 1));
  const b = parseNetwork(stringAt(args, 2));
  return holds(a, b.first, b) || holds(b, a.first, a);
}

/** Larger networks are refused: their members would not fit an evaluation. */
const MAX_EXPANDED_BITS = 18;

function expand(args: readonly Value[]): Value {
  const network = parseNetwork(stringAt(args, 1));
  const { bits, first, prefix } = network;
  if (bits - prefix > MAX_EXPANDED_BITS) {
    throw failure(`network has more than ${1 << MAX_EXPANDED_BITS} addresses`);
  }
  const count = 1 << (bits - prefix);
  return RegoSet.of(
    Array.from({ length: count }, (_, index) =>
      addressText({ bits, value: first + BigInt(index) }),
    ),
  );
}

interface Indexed {
  readonly cidr: Value;
  readonly index: Value;
}

/** A CIDR, or a tuple that begins with one. */
function cidrIn(element: Value, position: number): Value {
  const first = isArray(element) ? element[0] : element;
  if (first === undefined || (typeof element !== 'string' && !isArray(element))) {
    throw failure(`operand ${position}: element must be string or non-empty array`);
  }
  return first;
}

/** The CIDRs of a string or collection, with what each is known by: its key, index, or itself. */
function indexed(args: readonly Value[], position: number): readonly Indexed[] {
  const operand = args[position - 1]!;
  if (typeof operand === 'string') return [{ cidr: operand, index: operand }];
  if (isArray(operand)) {
    return operand.map((item, index) => ({ cidr: cidrIn(item, position), index }));
  }
  if (operand instanceof RegoSet) {
    return operand.members().map(item => ({ cidr: cidrIn(item, position), index: item }));
  }
  if (!(operand instanceof RegoObject)) return [];
  return operand.entries().map(({ key, value }) => ({ cidr: cidrIn(value, position), index: key }));
}

function text(value: Value): string {
  if (typeof value !== 'string') throw wrongType(1, value, 'string');
  return value;
}

function containsMatches(args: readonly Value[]): Value {
  const inner = indexed(args, 2);
  return RegoSet.of(
    indexed(args, 1).flatMap(network => {
      const matching = inner.filter(part => contains(text(network.cidr), text(part.cidr)));
      return matching.map(part => [network.index, part.index]);
    }),
  );
}

/** A stretch of addresses; `name` is its CIDR while it is still as it was given. */
interface Block {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
  readonly name?: string;
}

/** The class a bare IPv4 address belongs to gives its prefix. */
function defaultPrefix(address: Address): number {
  if (address.bits === 128) throw failure('IPv6 invalid: needs prefix length');
  const top = address.value >> 24n;
  if (top < 128n) return 8;
  if (top < 192n) return 16;
  if (top < 224n) return 24;
  throw failure(`${addressText(address)} has no default mask`);
}

function blockOf(element: Value): Block {
  if (typeof element !== 'string') throw failure('element must be string');
  const address = parseAddress(element);
  const prefix = address === undefined ? undefined : defaultPrefix(address);
  const network = parseNetwork(prefix === undefined ? element : `${element}/${prefix}`);
  const name = address === undefined ? networkText(network) : `${addressText(address)}/${prefix}`;
  return { bits: network.bits, first: network.first, last: lastOf(network), name };
}

function compareBlocks(a: Block, b: Block): number {
  if (a.last !== b.last) return a.last < b.last ? -1 : 1;
  return a.first < b.first ? -1 : a.first > b.first ? 1 : 0;
}

/** Joins blocks that touch or overlap; from the highest down, so that one may swallow many. */
function joined(blocks: readonly Block[]): readonly Block[] {
  const result: Block[] = [];
  for (const block of [...blocks].sort(compareBlocks).reverse()) {
    const above = result.at(-1);
    if (above === undefined || above.first - 1n > block.last) {
      result.push(block);
      continue;
    }
    const lower = block.first < above.first ? block : above;
    result[result.length - 1] = { bits: block.bits, first: lower.first, last: above.last };
  }
  return result;
}

/** The fewest networks that make up a block. */
function networksOf(block: Block): string[] {
  if (block.name !== undefined) return [block.name];
  const networks: string[] = [];
  for (let first = block.first; first <= block.last; ) {
    let size = 0;
    const fits = (bits: number) => {
      const mask = (1n << BigInt(bits)) - 1n;
      return bits <= block.bits && (first & mask) === 0n && (first | mask) <= block.last;
    };
    while (fits(size + 1)) size += 1;
    networks.push(networkText({ bits: block.bits, first, prefix: block.bits - size }));
    first += 1n << BigInt(size);
  }
  return networks;
}

function merge([operand]: readonly Value[]): Value {
  const elements = operand instanceof RegoSet ? operand.members() : operand!;
  if (!isArray(elements)) throw failure('operand must be an array');
  const blocks = elements.map(blockOf);
  const families = [32, 128].map(bits => joined(blocks.filter(block => block.bits === bits)));
  return RegoSet.of(families.flat().flatMap(networksOf));
}

function isValid([cidr]: readonly Value[]): boolean {
  return typeof cidr === 'string' && tryParseNetwork(cidr) !== undefined;
}

export const networks: readonly Builtin[] = [
  define('net.cidr_contains', args => contains(stringAt(args, 1), stringAt(args, 2))),
  define('net.cidr_overlap', args => contains(stringAt(args, 1), stringAt(args, 2))),
  define('net.cidr_contains_matches', containsMatches),
  define('net.cidr_intersects', intersects),
  define('net.cidr_expand', expand),
  define('net.cidr_merge', merge),
  define('net.cidr_is_valid', isValid),
];
